"""Is what was answered there? The whole server group is killed under load, again and again.

    python -m bench.kills --database sqlite --seed 1

Writers book through three dialects and a form. SIGKILL meets gunicorn and all its workers at a random
moment; the server is started again, and what was cut off is sent again. In the end every booking that was
acknowledged must be in the database once, and every start must have served within ten seconds. Exit code 0
if so.
"""

import argparse
import os
import random
import signal
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic, sleep
from typing import Any

from bench.on import database
from bench.tally import Tally, report
from bench.writing import INTACT, Writer, balance, writers
from tests.postgres import free_port
from tests.served.calling import Caller
from tests.served.server import Server, running_gunicorn, serve

WRITERS = 8
LONG, SHORT = (50, 5000), (2, 100)  # kills, acknowledged writes
BACK_WITHIN = 10  # seconds
LATEST = 0.3  # seconds after enough was acknowledged


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    dice = random.Random(options.seed)
    with database(options.database) as url, serve(url, PORT=str(free_port())) as server:
        crew = writers(server, WRITERS, dice)
        starts: list[float] = []
        with ExitStack() as stack:
            group = server.group
            for number in range(options.kills):
                goal = options.writes * (number + 1) // options.kills
                write_until_killed(server, group, crew, goal, dice)
                since = monotonic()
                _, group = stack.enter_context(running_gunicorn(server.environment))
                starts.append(monotonic() - since)
                print(f"  kill {number + 1}: {goal} acknowledged, back in {starts[-1]:.1f} s", flush=True)
        found, intact = balance(server, crew), server.run(INTACT)
    wrong = [line for writer in crew for line in writer.wrong]
    answers: Counter[int] = sum((writer.answers for writer in crew), Counter())
    slowest = f"slowest start {max(starts):.1f} s"
    print(f"answers {dict(sorted(answers.items()))}, {slowest}, intact: {intact}")
    for line in [*wrong, *(f"lost: {it}" for it in found.lost), *(f"twice: {it}" for it in found.twice)][:20]:
        print(f"  {line}")
    what = f"acknowledged bookings, {options.kills} SIGKILLs of the whole group"
    kept = found.kept if intact and not wrong and not found.half else 0
    return report(
        Tally("P2", options.database, what, found.acknowledged, kept, options.seed),
        Tally(
            "P2",
            options.database,
            f"starts after a SIGKILL that serve within {BACK_WITHIN} s",
            len(starts),
            sum(seconds <= BACK_WITHIN for seconds in starts),
            options.seed,
        ),
    )


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="a taste of it")
    parser.add_argument("--kills", type=int)
    parser.add_argument("--writes", type=int)
    options = parser.parse_args(arguments)
    kills, writes = SHORT if options.short else LONG
    options.kills, options.writes = options.kills or kills, options.writes or writes
    return options


def write_until_killed(server: Server, group: int, crew: list[Writer], goal: int, dice: Any) -> None:
    """All write at once until the goal is reached, and are then cut off."""
    killed = threading.Event()
    with ThreadPoolExecutor(len(crew)) as threads:
        writing = [threads.submit(_write, server.url, writer, killed) for writer in crew]
        while sum(len(it.acknowledged) for it in crew) < goal and not all(it.done() for it in writing):
            sleep(0.01)
        sleep(dice.uniform(0, LATEST))
        os.killpg(group, signal.SIGKILL)
        killed.set()
    for one in writing:
        one.result()


def _write(url: str, writer: Writer, killed: threading.Event) -> None:
    caller = Caller(url)
    while not killed.is_set() and not writer.wrong:
        writer.write(caller)
    caller.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
