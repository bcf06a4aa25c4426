"""Is anything made twice when no answer came, and the request is sent again?

    python -m bench.retries --database sqlite --seed 1 --creates 1000 --cuts 300

Through every POST that creates and every form, against a served gunicorn: of the creates some are cut after
the server has committed, and as many as soon as they are sent; all are sent again with their key. Then: the
key with another body; one key from many callers at the same moment, and what pages do without one; what was
refused, sent again when its time is free; and all workers killed while callers insist. Exit code 0 if all
holds. `--without-keys` is the negative control: without them it must make something twice.
"""

import argparse
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

from bench import on
from bench.retries.doors import TIMED, Maker
from bench.retries.once import once
from bench.retries.sending import Said, cut, send
from bench.retries.trial import Thing, Trial
from bench.tally import Tally, report
from tests.served.calling import Request
from tests.served.server import Server, serve

SHORT = {
    "creates": 100,
    "cuts": 30,
    "crowds": 15,
    "crowd": 8,
    "refusals": 10,
    "creates_killed": 22,
    "kills": 1,
}


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    with on.database(options.database) as url, serve(url) as server:
        trial = Trial(server, options.database, options.seed, keyed=not options.without_keys)
        if options.without_keys:
            return without_keys(trial, options)
        return report(*measured(trial, options))


def measured(trial: Trial, options: argparse.Namespace) -> Iterator[Tally]:
    things = trial.draw(options.creates)
    yield from sent_again(trial, things, options.cuts)
    yield other_bodies(trial, things)
    yield crowds(trial, options.crowds, options.crowd)
    yield once(trial, options.crowds // 10, options.crowd)
    yield refusals(trial, options.refusals)
    yield killed(trial, options.creates_killed, options.kills)


def without_keys(trial: Trial, options: argparse.Namespace) -> int:
    things = trial.draw(options.creates)
    report(*sent_again(trial, things, options.cuts))
    wrong = trial.made_once(things).count(False)
    print(f"made more than once: {wrong}")
    return int(not wrong)


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.retries", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--creates", type=int, default=1000)
    parser.add_argument("--cuts", type=int, default=300, help="after the commit; as many again at once")
    parser.add_argument("--crowds", type=int, default=150)
    parser.add_argument("--crowd", type=int, default=16, help="callers with one key at the same moment")
    parser.add_argument("--refusals", type=int, default=100)
    parser.add_argument("--creates-killed", type=int, default=220, help="creates while workers are killed")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--without-keys", action="store_true", help="the negative control")
    parser.add_argument("--short", action="store_true", help="the quick form")
    options = parser.parse_args(arguments)
    if options.short:
        vars(options).update(SHORT)
    return options


def sent_again(trial: Trial, things: list[Thing], cuts: int) -> Iterator[Tally]:
    """All are sent again; of those that were cut after the commit, the retry is what was said before."""
    url = trial.server.url
    drawn = trial.chance.sample([thing.number for thing in things], 2 * cuts)
    after, at_once = set(drawn[:cuts]), set(drawn[cuts:])

    def act(thing: Thing) -> bool:
        if thing.number in after | at_once:
            cut(url, thing.request(), answered=thing.number in after)
            first = trial.insist(thing)
        else:
            first = trial.send(thing)
        again = trial.insist(thing)
        was_committed = thing.number not in after or first.is_replayed or first.status == 302
        return first.is_made and was_committed and again == first

    same, once = trial.at_work(act, things), trial.made_once(things)
    for what, numbers in (("cut after the commit", after), ("cut at once", at_once)):
        which = [n for n, thing in enumerate(things) if thing.number in numbers]
        yield trial.tally(
            f"creates {what}, sent again: one row, one answer",
            [same[n] for n in which],
            [once[n] for n in which],
        )
    yield trial.tally("all creates, sent again: one row, one answer", same, once)


def other_bodies(trial: Trial, things: list[Thing]) -> Tally:
    """The key of something that was made, with another body."""
    some = trial.chance.sample(things, len(things) // 5)
    refused = trial.at_work(lambda thing: trial.send(thing, f"Other {thing.number}").status == 422, some)
    return trial.tally("keys with another body: 422, nothing made", refused, trial.made_once(some))


def crowds(trial: Trial, many: int, size: int) -> Tally:
    """One key from many callers: the one answer, or, from an API, 409 with Retry-After."""
    things = trial.draw(many)
    with ThreadPoolExecutor(size) as callers:
        good = [_is_good(thing, _crowd(trial, callers, thing, size)) for thing in things]
    return trial.tally(
        f"keys from {size} callers at once: one row, one answer", good, trial.made_once(things)
    )


def _crowd(trial: Trial, callers: ThreadPoolExecutor, thing: Thing, size: int) -> list[Said]:
    barrier = Barrier(size)

    def call(_: int) -> Said:
        barrier.wait(60)
        return trial.send(thing)

    return list(callers.map(call, range(size)))


def _is_good(thing: Thing, answers: list[Said]) -> bool:
    made = [said for said in answers if said.is_made]
    early = [said for said in answers if not said.is_made]
    waits = all(said.status == 409 and said.retry_after for said in early)
    return len(set(made)) == 1 and waits and not (early and "form" in thing.door)


def refusals(trial: Trial, many: int) -> Tally:
    """The time is taken; when it is free again, the same key books it, and then stands for that."""
    things = trial.draw(many, TIMED)

    def act(thing: Thing) -> bool:
        other = Thing(thing.number, "session", thing.maker, f"other {thing.key}")
        taken = send(trial.server.url, other.request("In the way"))
        refused = [trial.send(thing).status for _ in range(2)]
        _cancel(trial, thing.maker, taken.json["data"]["id"])
        first = trial.send(thing)
        return refused == [409, 409] and first.is_made and trial.send(thing) == first

    held = trial.at_work(act, things)
    return trial.tally("refusals, sent again when the time is free: made once", held, trial.made_once(things))


def _cancel(trial: Trial, maker: Maker, session: int) -> None:
    headers = {"Authorization": f"Bearer {maker.token}"}
    assert send(trial.server.url, Request("DELETE", f"/api/v1/sessions/{session}", headers=headers)).is_made


def killed(trial: Trial, many: int, kills: int) -> Tally:
    """Now and then all workers are killed (SIGKILL) in the middle, while callers insist on an answer."""
    things = trial.draw(many)
    fatal = {thing.key for thing in trial.chance.sample(things, kills)}

    def act(thing: Thing) -> bool:
        if thing.key in fatal:
            with suppress(OSError):  # those killed a moment ago may not be back
                cut(trial.server.url, thing.request(), answered=False)
            _kill_workers(trial.server)
        return trial.insist(thing).is_made

    held, same = (trial.at_work(act, things), trial.at_work(lambda thing: trial.send(thing).is_made, things))
    what = f"creates while all workers are killed {kills} times, sent until answered: one row"
    return trial.tally(what, held, same, trial.made_once(things))


def _kill_workers(server: Server) -> None:
    """Those that there are; gunicorn starts others."""
    group = os.getpgid(int(re.findall(r"Listening at: \S+ \((\d+)\)", server.log.text)[0]))
    for pid in map(int, re.findall(r"Booting worker with pid: (\d+)", server.log.text)):
        with suppress(ProcessLookupError):
            if os.getpgid(pid) == group:  # else it is gone, and its number another's
                os.kill(pid, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
