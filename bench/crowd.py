"""Do fifty people at once get on for ten minutes, and does the server stay as small as it was?

    python -m bench.crowd --database postgres --people 50 --minutes 10

Every person is a trainer of their own, who asks again as soon as the answer is there: of five requests four
read pages and lists, and one books, moves, completes or cancels. An answer survives if it is what it must be,
within ten seconds; a worker, if after the first minute it grew by at most 20 MB and is the same at the end.
Exit code 0 if all did, and no transaction was left open. Times are printed, and not judged.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.client import HTTPException
from statistics import quantiles
from threading import Event
from time import monotonic

from bench.faults.processes import FILES, MEGABYTES, idle_in_transaction, used, workers
from bench.on import database
from bench.tally import Tally, report
from tests.served import races
from tests.served.calling import Caller, Request
from tests.served.people import Person, Wanted, hire
from tests.served.server import Server, serve

MONDAY = datetime(2030, 1, 7)
PATIENCE = 10
EVERY = 5  # seconds between two looks at the processes
OK, CREATED = 200, 201


@dataclass
class Regular:
    """One of them; `took` are seconds by what was asked for, `wrong` what should have gone otherwise."""

    person: Person
    dice: random.Random
    hour: int = 0
    booked: list[int] = field(default_factory=list)
    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def go_on(self, url: str, enough: Event) -> None:
        caller = Caller(url)
        while not enough.is_set():
            (self.read if self.dice.random() < 0.8 else self.write)(caller)
        caller.close()

    def read(self, caller: Caller) -> None:
        monday = MONDAY + timedelta(weeks=self.dice.randrange(8))
        day = monday + timedelta(days=self.dice.randrange(7))
        name, path = self.dice.choice(READS)
        path = path.format(monday=f"{monday:%Y-%m-%d}", day=f"{day:%Y-%m-%d}")
        self.ask(caller, name, Request("GET", path, cookie=self.person.cookie), OK)

    def write(self, caller: Caller) -> None:
        """Book; from three that are booked on, also change the first of them for good."""
        deed = self.dice.choice([self.book, self.move, self.complete, self.cancel])
        (deed if len(self.booked) > 3 else self.book)(caller)

    def book(self, caller: Caller) -> None:
        request = races.book(self.person, self.free_hour(), title="Busy")
        number = self.ask(caller, "book", request, CREATED)
        self.booked += [number] if number else []

    def move(self, caller: Caller) -> None:
        self.ask(caller, "move", races.move(self.person, self.booked.pop(0), self.free_hour()), OK)

    def complete(self, caller: Caller) -> None:
        done = {"status": "completed", "notes": "Went well"}
        path = f"/api/v1/sessions/{self.booked.pop(0)}"
        self.ask(caller, "complete", Request("PATCH", path, done, self.person.cookie), OK)

    def cancel(self, caller: Caller) -> None:
        path = f"/api/v1/sessions/{self.booked.pop(0)}"
        self.ask(caller, "cancel", Request("DELETE", path, cookie=self.person.cookie), OK)

    def free_hour(self) -> datetime:
        self.hour += 1
        return MONDAY + timedelta(hours=2 * self.hour)

    def ask(self, caller: Caller, name: str, request: Request, status: int) -> int | None:
        """The id of what was booked. Notes what it took, and what was wrong with it."""
        since = monotonic()
        try:
            answer = caller.call(request)
        except (OSError, HTTPException) as error:
            caller.close()
            self.wrong.append(f"{name}: {error!r}")
            return None
        took = monotonic() - since
        self.took[name].append(took)
        if answer.status != status or took > PATIENCE:
            self.wrong.append(f"{name}: {answer.status} after {took:.1f} s")
        return answer.id if answer.status == CREATED else None


READS = [
    ("week", "/calendar/week/{monday}/"),
    ("day", "/calendar/day/{day}/"),
    ("clients", "/clients/"),
    ("list", "/api/v1/sessions"),
    ("filtered", "/api/v1/sessions?start_date={day}&status=scheduled"),
    ("statistics", "/api/v1/sessions/stats"),
    ("availability", "/api/v1/sessions/availability?date={day}"),
]


@dataclass
class Watch:
    """Looks at the workers now and then: {process: [(bytes, files)]}, from the end of the first minute on."""

    server: Server
    url: str | None
    seen: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def look(self) -> None:
        for pid in workers(self.server.group):
            self.seen[pid].append(used(pid))

    def grown(self) -> list[tuple[int, int]]:
        """(bytes, files) of each worker from the first look to the last; far too much of one that is gone."""
        alive = workers(self.server.group)
        return [
            (looks[-1][0] - looks[0][0], looks[-1][1] - looks[0][1]) if pid in alive else (2**62, 0)
            for pid, looks in self.seen.items()
        ]


def main(arguments: Sequence[str]) -> int:
    options = read_options(arguments)
    with (
        database(options.database) as url,
        serve(url, THROTTLE_USER="", THROTTLE_ANON="") as server,
    ):
        people = hire(server, *[Wanted(clients=5)] * options.people)
        regulars = [Regular(person, random.Random(f"{options.seed} {n}")) for n, person in enumerate(people)]
        watch = Watch(server, url if options.database == "postgres" else None)
        keep_busy(regulars, watch, options.minutes * 60)
        return judge(regulars, watch, options)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.crowd", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help="ten people for a quarter of a minute")
    options = parser.parse_args(arguments)
    if options.short:
        options.people, options.minutes = 10, 0.25
    return options


def keep_busy(regulars: Sequence[Regular], watch: Watch, seconds: float) -> None:
    """For so long; in the first minute, or third, the server warms up."""
    enough, since, warm = Event(), monotonic(), min(60, seconds / 3)
    with ThreadPoolExecutor(len(regulars)) as threads:
        going = [threads.submit(regular.go_on, watch.server.url, enough) for regular in regulars]
        try:
            while (elapsed := monotonic() - since) < seconds:
                if elapsed >= warm:
                    watch.look()
                enough.wait(min(EVERY, seconds - elapsed))
        finally:
            enough.set()
        for each in going:
            each.result()
    watch.look()


def judge(regulars: Sequence[Regular], watch: Watch, options: argparse.Namespace) -> int:
    wrong = [line for regular in regulars for line in regular.wrong]
    for line in wrong[:20]:
        print(line)
    tried = print_times(regulars, options.minutes * 60) + sum("Error" in line for line in wrong)
    grown = watch.grown()
    for memory, files in grown:
        print(f"a worker: {memory / 2**20:+.1f} MB, {files:+d} files")
    flat = sum(memory <= MEGABYTES * 2**20 and files <= FILES for memory, files in grown)
    left_open = idle_in_transaction(watch.url) if watch.url else []
    for state in left_open:
        print(f"left {state}")
    what = f"answers to {options.people} people at once"
    return report(
        Tally("P15", options.database, what, tried, tried - len(wrong), options.seed),
        Tally("P15", options.database, "workers that stayed as small", len(grown), flat, options.seed),
    ) or int(bool(left_open))


def print_times(regulars: Sequence[Regular], seconds: float) -> int:
    """A line for each thing that was asked for; how many answers there were in all."""
    took: dict[str, list[float]] = defaultdict(list)
    for regular in regulars:
        for name, times in regular.took.items():
            took[name] += times
    for name, times in sorted(took.items()):
        parts = quantiles(times, n=100) if len(times) > 1 else times * 99
        print(f"{name:14}{len(times):8}  p50 {parts[49] * 1000:6.0f} ms  p99 {parts[98] * 1000:6.0f} ms")
    answers = sum(map(len, took.values()))
    print(f"{answers} answers, {answers / seconds:.0f} a second")
    return answers


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
