"""People who go on working while something breaks, and what must hold of their answers."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from time import monotonic, sleep

from bench.writing import Writer, balance
from tests.served.calling import Answer, Caller, Request
from tests.served.server import Server

# Nobody hangs: the database is given up after ten seconds. On a busy machine SQLite's ten are longer,
# because it counts the naps that it wanted to take.
ANSWERED_WITHIN = 20
BACK_WITHIN = 10
REFUSED_WITHIN = 60
PATHS = ("/api/v1/sessions", "/calendar/week/2027-06-07/", "/api/timeline/timelines", "/api/v1/clients")


@dataclass
class Reader:
    """Looks at pages and lists; `answers` counts statuses, 0 where the connection was cut."""

    of: Writer
    dice: random.Random
    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: float = 0.0

    def read(self, caller: Caller) -> int:
        path = self.dice.choice(PATHS)
        headers = {"Authorization": f"Bearer {self.of.author.token}"} if "timeline" in path else {}
        since = monotonic()
        try:
            answer = caller.call(Request("GET", path, cookie=self.of.author.person.cookie, headers=headers))
        except (OSError, HTTPException):
            caller.close()
            self.answers[0] += 1
            return 0
        self.slowest = max(self.slowest, monotonic() - since)
        self.answers[answer.status] += 1
        if answer.status != 200 and not is_clean_503(answer, path):
            self.wrong.append(f"GET {path}: {answer.status} {str(answer.body)[:300]}")
        return answer.status


def is_clean_503(answer: Answer, path: str) -> bool:
    kind = "application/json" if path.startswith("/api/") else "text/html"
    tells = any(word in str(answer.body) for word in ("Traceback", "psycopg", "sqlite", "SELECT"))
    right = answer.status == 503 and "Retry-After" in answer.headers and not tells
    return right and answer.headers.get_content_type() == kind


@dataclass
class Crew:
    """Writers and readers of one server; the first of each waits until all is well again."""

    server: Server
    writers: list[Writer]
    dice: random.Random

    def __post_init__(self) -> None:
        self.readers = [Reader(writer, random.Random(self.dice.random())) for writer in self.writers[:3]]

    def complaints(self, *, cut: bool = False, reads: bool = False, refused: bool = True) -> list[str]:
        """What was wrong since the last time. Allowed are: cut connections, and 503 to reads or at all."""
        found = [line for it in self._everybody() for line in it.wrong]
        slowest = max(it.slowest for it in self._everybody())
        if slowest > ANSWERED_WITHIN:
            found.append(f"an answer took {slowest:.1f} s")
        read: Counter[int] = sum((it.answers for it in self.readers), Counter())
        written: Counter[int] = sum((it.answers for it in self.writers), Counter())
        if not cut and (read[0] or written[0]):
            found.append(f"{read[0] + written[0]} connections were cut")
        if read[503] and not (reads and refused):
            found.append(f"{read[503]} reads were refused")
        if written[503] and not refused:
            found.append(f"{written[503]} writes were refused")
        found += self._imbalance()
        self._forget()
        return found

    def _forget(self) -> None:
        for one in self._everybody():
            one.answers, one.wrong, one.slowest = Counter(), [], 0.0

    def _everybody(self) -> list[Writer | Reader]:
        return [*self.writers, *self.readers]

    def _imbalance(self) -> list[str]:
        it = balance(self.server, self.writers)
        kinds = {"lost": it.lost, "twice": it.twice, "half done": it.half}
        return [f"{kind}: {title}" for kind, titles in kinds.items() for title in titles]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """All write and read until the block has ended."""
        over = threading.Event()
        works: list[Callable[[Caller], object]] = [
            *(writer.write for writer in self.writers[1:]),
            *(reader.read for reader in self.readers[1:]),
        ]
        with ThreadPoolExecutor(len(works)) as threads:
            at_work = [threads.submit(self._work, work, over) for work in works]
            try:
                yield
            finally:
                over.set()
        for one in at_work:
            one.result()

    def _work(self, work: Callable[[Caller], object], over: threading.Event) -> None:
        caller = Caller(self.server.url)
        while not over.is_set():
            work(caller)
            sleep(0.02)
        caller.close()

    def seconds_until_well(self) -> float:
        """Until a write and a read are let in again; at most three times the limit."""
        caller, since = Caller(self.server.url), monotonic()
        writer, reader = self.writers[0], self.readers[0]
        while (seconds := monotonic() - since) < 3 * BACK_WITHIN:
            before = len(writer.acknowledged)
            writer.write(caller)
            if len(writer.acknowledged) > before and reader.read(caller) == 200:
                break
            sleep(0.1)
        caller.close()
        return seconds

    def suffer(
        self,
        fault: AbstractContextManager[object],
        seconds: float,
        *,
        until_refused: bool = False,
        with_a_pause: bool = False,
    ) -> list[str]:
        """Work before, while and after the fault lasts; complains if it is not over soon after.

        `with_a_pause`: nobody works for a moment when the fault is over.
        """
        with self.at_work():
            sleep(0.3)
            with fault:
                sleep(seconds)
                if until_refused:
                    self._wait_for_refusal()
            back = 0.0 if with_a_pause else self.seconds_until_well()
        back = self.seconds_until_well() if with_a_pause else back
        return [f"back after {back:.1f} s"] if back > BACK_WITHIN else []

    def _wait_for_refusal(self) -> None:
        """A full disk has some room left in the pages that are there."""
        until = monotonic() + REFUSED_WITHIN
        while not self.refused and monotonic() < until:
            sleep(0.1)

    @property
    def refused(self) -> int:
        """How often a writer was answered with 503."""
        return sum(writer.answers[503] for writer in self.writers)


def at_once(url: str, requests: Sequence[Request]) -> list[Answer]:
    """Each on a connection of its own."""
    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(lambda request: _once(url, request), requests))


def _once(url: str, request: Request) -> Answer:
    caller = Caller(url)
    try:
        return caller.call(request)
    finally:
        caller.close()
