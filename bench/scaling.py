"""Beyond one machine: two application servers, one PostgreSQL behind PgBouncer, a replica, a shared Redis.

    python -m bench.scaling --slots 200 --reads 300 --seed 1

All of it runs on this machine, from Debian's packages (postgresql, pgbouncer, redis-server). Many writers
race for hours through both servers; what one server wrote is read from the other while the replica lags
behind; the replica, the pooler and the cache are killed and come back. Exit code 0 if everything held.
"""

import argparse
import random
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic, sleep

import psycopg

from bench.tally import Tally, report
from tests.postgres import breakable_server
from tests.served.calling import Answer, Caller, Crowd, Request
from tests.served.databases import postgres_database
from tests.served.machines import Program, Replica, pooler_for, replica_of, shared_cache
from tests.served.people import Person, Wanted, hire
from tests.served.races import SHIFTS, book, double_booked, statuses, stored
from tests.served.server import ROOT, Server, environment_for, serve

WRITERS, HOUR, DAY = 16, timedelta(hours=1), timedelta(days=1)
FIRST = datetime(datetime.now(UTC).year + 1, 6, 8, 10)
# Milliseconds that the replica is held back, seconds that one that has come back may take to be used.
BEHIND, BACK = 400, 15
BOUNDS = {"statement_timeout": "6s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "10s"}


@dataclass(frozen=True)
class Machines:
    """What there is, all of it running."""

    servers: list[Server]
    replica: Replica
    pooler: Program
    cache: Program

    @property
    def urls(self) -> list[str]:
        return [server.url for server in self.servers]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.scaling", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--slots", type=int, default=200)
    parser.add_argument("--reads", type=int, default=300)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--short", action="store_true", help="few of each")
    options = parser.parse_args(arguments)
    slots, reads = (20, 40) if options.short else (options.slots, options.reads)
    with machines() as all_of_them:
        racing, reading = hire(all_of_them.servers[0], Wanted(clients=WRITERS), Wanted())
        return report(
            race(all_of_them, racing, slots, random.Random(options.seed), options.seed),
            own_writes(all_of_them, reading, reads),
            from_the_replica(all_of_them, reading, reads),
            *without_the_replica(all_of_them, reading),
            without(all_of_them.cache, "Redis", all_of_them, reading),
            without_the_pooler(all_of_them, reading),
        )


@contextmanager
def machines() -> Iterator[Machines]:
    with ExitStack() as stack:
        primary, url = stack.enter_context(breakable_server(durable=True))
        database = stack.enter_context(postgres_database(url))
        migrate(database)
        replica = stack.enter_context(replica_of(primary, database))
        pooler, pooled = stack.enter_context(pooler_for(primary, database))
        cache, cached = stack.enter_context(shared_cache())
        settings = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_POOLER": "True",
            "DATABASE_REPLICA_URL": replica.url,
            "CACHE_URL": cached,
            "THROTTLE_USER": "1000000/min",
        }
        servers = [stack.enter_context(serve(pooled, **settings)) for _ in range(2)]
        yield Machines(servers, replica, pooler, cache)


def migrate(database: str) -> None:
    """On a connection of its own, as one does beside a pooler; and the bounds that no pooler passes on."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment_for(database), check=True)
    with psycopg.connect(database, autocommit=True) as connection:
        for name, value in BOUNDS.items():
            connection.execute(f"ALTER ROLE tests SET {name} = '{value}'")


def race(every: Machines, trainer: Person, slots: int, chance: random.Random, seed: int) -> Tally:
    """For each hour writers on both servers at the same moment: one of them gets it."""
    won = 0
    with Crowd(every.urls, WRITERS) as crowd:
        for slot in range(slots):
            start = FIRST + slot * DAY
            wanted = [
                book(trainer, start + chance.choice(SHIFTS), trainer.clients[writer])
                for writer in range(WRITERS)
            ]
            won += statuses(crowd.at_once(wanted)) == [201] + [409] * (WRITERS - 1)
    sessions = stored(every.servers[0], [trainer])
    survived = won if len(sessions) == slots and not double_booked(sessions) else 0
    return Tally("P1", "postgres", "hours raced for through two servers", slots, survived, seed)


def own_writes(every: Machines, trainer: Person, reads: int) -> Tally:
    """Booked through one server, listed by the other, while the replica is behind."""
    every.replica.hold(BEHIND)
    writer, reader = (Caller(url) for url in every.urls)
    seen, missing = 0, 0
    with psycopg.connect(every.replica.url, autocommit=True) as replica:
        for number in range(reads):
            start = FIRST + timedelta(days=1000) + number * 2 * HOUR
            session = writer.call(book(trainer, start)).id
            answer = reader.call(listed(trainer, start))
            seen += [it["id"] for it in answer.body["data"]["sessions"]] == [session]
            query = "SELECT count(*) FROM scheduling_session WHERE id = %s"
            missing += replica.execute(query, [session]).fetchone() == (0,)
    every.replica.hold(0)
    print(f"of {reads} the replica did not have {missing} yet when they were asked for")
    # Where the replica was never behind, nothing was tried.
    return Tally(
        "P2", "postgres", "own writes read at once from the other server", missing, min(seen, missing)
    )


def from_the_replica(every: Machines, trainer: Person, reads: int) -> Tally:
    """The lists of who has written nothing lately really come from there."""
    sleep(2)
    before = scans(every.replica)
    callers = [Caller(url) for url in every.urls]
    for number in range(reads):
        callers[number % 2].call(listed(trainer, FIRST + timedelta(days=1000)))
    sleep(2)  # servers tell their statistics now and then
    return Tally(
        "P15", "postgres", "lists read from the replica", reads, min(reads, scans(every.replica) - before)
    )


def scans(replica: Replica) -> int:
    query = "SELECT seq_scan + idx_scan FROM pg_stat_user_tables WHERE relname = 'scheduling_session'"
    with psycopg.connect(replica.url) as connection:
        row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def without_the_replica(every: Machines, trainer: Person) -> list[Tally]:
    """It is killed while lists are read, and comes back: only what was being answered may fail, as 503."""
    before = scans(every.replica)
    with reading(every, trainer) as answers:
        sleep(1)
        every.replica.stop()
        sleep(4)
        every.replica.start()
        back = monotonic()
        while scans(every.replica) <= before and monotonic() - back < BACK:
            sleep(0.5)
        took = monotonic() - back
    failed = [answer for answer in answers if answer.status != 200]
    honest = [it for it in failed if it.status == 503 and it.headers.get("Retry-After")]
    print(f"replica killed: {len(failed)} of {len(answers)} lists failed, used again after {took:.1f} s")
    few = len(failed) <= 8 * len(every.servers)  # so many are answered at a time
    return [
        Tally("P13", "postgres", "lists while the replica is killed", len(answers),
            len(answers) - len(failed) + (len(honest) if few else 0)),
        Tally("P13", "postgres", "replica that is used again", 1, int(took < BACK)),
    ]  # fmt: skip


@contextmanager
def reading(every: Machines, trainer: Person) -> Iterator[list[Answer]]:
    """Meanwhile lists are read through both servers; the answers."""
    answers: list[Answer] = []
    done = Event()

    def read(url: str) -> None:
        caller = Caller(url)
        while not done.is_set():
            answers.append(caller.call(listed(trainer, FIRST + timedelta(days=1000))))

    threads = [Thread(target=read, args=[url]) for url in every.urls for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        done.set()
        for thread in threads:
            thread.join()


def without(program: Program, name: str, every: Machines, trainer: Person) -> Tally:
    """Killed, everything goes on; nobody notices when it is back."""
    program.kill()
    answers = [*each_kind(every, trainer, 5000)]
    program.start()
    answers += each_kind(every, trainer, 5100)
    good = sum(answer.status in {200, 201} for answer in answers)
    return Tally("P13", "postgres", f"requests while {name} is killed, and after", len(answers), good)


def without_the_pooler(every: Machines, trainer: Person) -> Tally:
    """Killed, it is 503 to everybody; once it is back nothing fails."""
    every.pooler.kill()
    away = [*each_kind(every, trainer, 5200)]
    every.pooler.start()
    back = [*each_kind(every, trainer, 5300)]
    good = sum(it.status == 503 and "Retry-After" in it.headers for it in away)
    good += sum(it.status in {200, 201} for it in back)
    return Tally(
        "P13", "postgres", "requests while PgBouncer is killed, and after", len(away) + len(back), good
    )


def each_kind(every: Machines, trainer: Person, days: int) -> Iterator[Answer]:
    """A booking, a list and a page through each server."""
    for number, url in enumerate(every.urls):
        caller = Caller(url)
        start = FIRST + timedelta(days=days + number)
        yield caller.call(book(trainer, start))
        yield caller.call(listed(trainer, start))
        yield caller.call(Request("GET", f"/calendar/day/{start.date()}/", cookie=trainer.cookie))


def listed(trainer: Person, start: datetime) -> Request:
    """The sessions that begin then."""
    query = f"start_date={start:%Y-%m-%dT%H:%M:%S}&end_date={start:%Y-%m-%dT%H:%M:%S}"
    return Request("GET", f"/api/v1/sessions?{query}", cookie=trainer.cookie)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
