"""Does the log ever tell a secret, and can every answer be found in it?

    python -m bench.secrets --database sqlite --visits 10

Each visit comes through all doors with secrets and texts of its own, at LOG_LEVEL=DEBUG, also while every
write fails with the row in the words of the database, and while a table is missing. Then the log is read:
every line is JSON, none has one of the texts, every answer has one line with its number, and a 5xx tells it.
`--plain` is the negative control: with a log as Django writes it the texts must be found.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Any

from bench.on import database
from bench.secrets.visits import Visit, number_in
from bench.tally import Tally, report
from tests.served.calling import Caller
from tests.served.server import serve


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    log, visits = visit(options)
    if options.plain:
        told = sorted({what for it in visits for what, text in it.secrets.items() if text in log})
        print(f"{options.database}, a plain log tells: {', '.join(told) or 'nothing'}")
        return int(not told)
    return report(*judge(options.database, log, visits))


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.secrets", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--visits", type=int)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1, help="taken and not used: no dice are thrown")
    parser.add_argument("--short", action="store_true", help="one visit instead of ten")
    parser.add_argument("--plain", action="store_true", help="the negative control")
    options = parser.parse_args(arguments)
    options.visits = options.visits or (1 if options.short or options.plain else 10)
    return options


def visit(options: argparse.Namespace) -> tuple[str, list[Visit]]:
    """All that the server said from its start to its end, and the visits."""
    settings = {"LOG_LEVEL": "DEBUG", "THROTTLE_LOGIN": "50/15min"}
    if options.plain:
        settings["DJANGO_SETTINGS_MODULE"] = "bench.secrets.plain"
    with database(options.database) as url, serve(url, **settings) as server:
        visits = [Visit(server, Caller(server.url)) for _ in range(options.visits)]
        for each in visits:
            each.secrets["key"] = server.environment["SECRET_KEY"]
            each.pay()
            each.caller.close()
    return server.log.text, visits


def judge(name: str, log: str, visits: list[Visit]) -> list[Tally]:
    lines = log.splitlines()
    spoken = [line for line in map(parsed, lines) if line is not None]
    requests = Counter(line["request_id"] for line in spoken if line["logger"] == "mectofitness.requests")
    answers = [answer for it in visits for answer in it.answers]
    faults = [answer for answer in answers if answer.status >= 500]
    secrets = [(what, text) for it in visits for what, text in it.secrets.items()]
    told = sorted(what for what, text in secrets if text.lower() in log.lower())
    print(f"statuses: {sorted(Counter(answer.status for answer in answers).items())}")
    if told:
        print(f"told by the log: {', '.join(sorted(set(told)))}")
    # The server was asked once before the visits, to see that it is up.
    alone = sum(requests[answer.headers["X-Request-ID"]] == 1 for answer in answers)
    surplus = requests.total() - len(answers) - 1
    found = [
        ("secrets and texts not in the log", len(secrets), len(secrets) - len(told)),
        ("lines of the log that are JSON", len(lines), len(spoken)),
        ("answers with a number and one line in the log", len(answers), alone - abs(surplus)),
        ("faults provoked that tell their number", len(faults), sum(map(number_in, faults))),
    ]
    return [Tally("P20", name, what, tried, survived) for what, tried, survived in found]


def parsed(line: str) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
