"""What can happen to the served processes: a worker killed, a reload, an end, a full log, a wrong clock."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from http.client import HTTPException, RemoteDisconnected
from pathlib import Path
from time import monotonic, sleep

import psycopg

from bench.faults.load import Crew
from tests.postgres import free_port
from tests.served import races
from tests.served.calling import Answer, Caller, Request
from tests.served.people import PASSWORD
from tests.served.server import ROOT, START_SECONDS, running_gunicorn

# What 10,000 requests may add to a worker, and how many files it may have open more than before.
MEGABYTES, FILES = 20, 12
DRAINED_WITHIN = 30


def worker_killed(crew: Crew, seconds: float) -> list[str]:
    """Each in turn; what it was about to answer is cut off, and asked again."""
    late = []
    for _ in range(2):
        victim = workers(crew.server.group)[0]
        late += crew.suffer(_killed(victim), 0.5)
    return late + crew.complaints(cut=True, refused=False)


def reloaded(crew: Crew, seconds: float) -> list[str]:
    """SIGHUP under a steady stream, on connections that are kept and on new ones: none may fail."""
    url, cookie = crew.server.url, crew.writers[0].author.person.cookie
    with ThreadPoolExecutor(4) as threads:
        streams = [threads.submit(_stream, url, cookie, 25, kept=n % 2 == 0) for n in range(4)]
        sleep(0.3)
        os.kill(master(crew.server.group), signal.SIGHUP)
        failed = [line for stream in streams for line in stream.result()]
    return failed + crew.complaints(refused=False)


def told_to_stop(crew: Crew, seconds: float) -> list[str]:
    """SIGTERM in the middle of work: what was accepted is answered, and all is over within half a minute."""
    environment = crew.server.environment | {"PORT": "0"}
    cookie = crew.writers[0].author.person.cookie
    with running_gunicorn(environment) as (log, group), ThreadPoolExecutor(4) as threads:
        streams = [threads.submit(_until_refused, log.address, cookie) for _ in range(4)]
        sleep(0.5)
        leader, since = master(group), monotonic()
        os.kill(leader, signal.SIGTERM)
        failed = [line for stream in streams for line in stream.result()]
        while Path(f"/proc/{leader}").exists():
            sleep(0.05)
        drained = monotonic() - since
    return failed + ([f"drained in {drained:.0f} s"] if drained > DRAINED_WITHIN else [])


def log_full(crew: Crew, seconds: float) -> list[str]:
    """Neither standard output nor standard error takes a byte."""
    cookie = crew.writers[0].author.person.cookie
    with _unheard_gunicorn(crew.server.environment) as url:
        failed = _stream(url, cookie, 20, kept=False)
        unknown = Request("GET", "/nowhere/", cookie=cookie)
        caller = Caller(url)
        statuses = [caller.call(unknown).status for _ in range(5)]
        caller.close()
    return failed + ([] if statuses == [404] * 5 else [f"a warning was answered with {statuses}"])


def clock_off(crew: Crew, seconds: float) -> list[str]:
    """A second server on the same data, whose clock is five minutes or an hour behind, or a day ahead."""
    found: list[str] = []
    for offset in (-300, 86400, -3600):
        environment = crew.server.environment | {"PORT": "0", "CLOCK_OFFSET": str(offset)}
        with running_gunicorn(environment) as (log, _):
            found += [f"{offset} s: {line}" for line in _on_two_clocks(crew, log.address, offset)]
    return found + crew.complaints(refused=False)


def used_for_long(crew: Crew, url: str | None, requests: int) -> list[str]:
    """Many mixed requests: memory and open files stay as they were, and no transaction stays open."""
    caller = Caller(crew.server.url)
    for _ in range(max(200, requests // 10)):
        _mixed(crew, caller)
    before = {pid: used(pid) for pid in workers(crew.server.group)}
    for _ in range(requests):
        _mixed(crew, caller)
    caller.close()
    after = {pid: used(pid) for pid in workers(crew.server.group)}
    found = [] if set(before) == set(after) else ["a worker was replaced"]
    for pid in set(before) & set(after):
        memory, files = (now - then for now, then in zip(after[pid], before[pid], strict=True))
        print(f"    worker {pid}: {memory / 2**20:+.1f} MB, {files:+d} files")
        found += [f"{memory / 2**20:.1f} MB more"] if memory > MEGABYTES * 2**20 else []
        found += [f"{files} files more"] if files > FILES else []
    return found + (idle_in_transaction(url) if url else []) + crew.complaints(refused=False)


def idle_in_transaction(url: str) -> list[str]:
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT state FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
        )
        return [state for (state,) in rows.fetchall()]


def master(group: int) -> int:
    """gunicorn's first process: the only child of the group's."""
    return children(group)[0]


def workers(group: int) -> list[int]:
    return children(master(group))


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def used(pid: int) -> tuple[int, int]:
    """Bytes of memory, and open files."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir(f"/proc/{pid}/fd"))


@contextmanager
def _killed(pid: int) -> Iterator[None]:
    os.kill(pid, signal.SIGKILL)
    yield


@contextmanager
def _unheard_gunicorn(environment: dict[str, str]) -> Iterator[str]:
    """Its address, because it cannot say it."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn"]
    with open("/dev/full", "w") as full:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment | {"PORT": str(port)},
            stdout=full,
            stderr=full,
            start_new_session=True,
        )
    try:
        until = monotonic() + START_SECONDS
        while process.poll() is None and monotonic() < until:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port)).close()
                break
            sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _stream(url: str, cookie: str, number: int, *, kept: bool) -> list[str]:
    """Requests, some twelve a second; what was not answered with 200."""
    caller, failed = Caller(url), []
    for _ in range(number):
        try:
            status = caller.call(Request("GET", "/api/v1/sessions", cookie=cookie)).status
        except (OSError, HTTPException) as error:
            failed.append(f"{'kept' if kept else 'new'} connection: {error!r}")
            caller.close()
            continue
        if status != 200:
            failed.append(f"{status}")
        if not kept:
            caller.close()
        sleep(0.08)
    caller.close()
    return failed


def _until_refused(url: str, cookie: str) -> list[str]:
    """Requests on new connections until there are no more; what was accepted and not answered."""
    while True:
        caller = Caller(url)
        try:
            caller.get_ready()
        except OSError:
            return []
        try:
            caller.call(Request("GET", "/calendar/week/2027-06-07/", cookie=cookie))
        except (OSError, HTTPException) as error:
            # The system resets what it took when nobody was left to accept it.
            accepted = isinstance(error, RemoteDisconnected) or not isinstance(error, ConnectionError)
            return [f"accepted, not answered: {error!r}"] if accepted else []
        finally:
            caller.close()


def _mixed(crew: Crew, caller: Caller) -> None:
    if crew.dice.random() < 0.3:
        crew.dice.choice(crew.writers).write(caller)
    else:
        crew.dice.choice(crew.readers).read(caller)


def _on_two_clocks(crew: Crew, elsewhere: str, offset: int) -> list[str]:
    """Book at one server, change at the other, complete at the first, and ask both how it was."""
    author = crew.writers[0].author
    here, there = Caller(crew.server.url), Caller(elsewhere)
    start = datetime(2035, 1, 1, crew.dice.randrange(20)).replace(day=crew.dice.randint(1, 28))
    booked = here.call(races.book(author.person, start, title="Clock"))
    found = [] if booked.status == 201 else [f"booked: {booked.status}"]
    path = f"/api/v1/sessions/{booked.id}"
    cookie = author.person.cookie
    tags: list[object] = []
    for caller, body in (
        (there, {"title": "Moved"}),
        (here, {"title": "Back"}),
        (there, {"status": "completed"}),
    ):
        answer = caller.call(Request("PATCH", path, body, cookie))
        tags.append(answer.headers.get("ETag", answer.status * len(tags)))
        found += [] if answer.status == 200 else [f"changed: {answer.status}"]
    found += [] if len(set(tags)) == len(tags) else ["two versions have one ETag"]
    found += _negative(here.call(Request("GET", "/api/v1/sessions/stats", cookie=cookie)))
    found += _negative(there.call(Request("GET", "/api/v1/sessions/stats", cookie=cookie)))
    # A token of another clock: good within the leeway of a minute, else refused, never a fault.
    credentials = {"username": author.person.username, "password": PASSWORD}
    token = there.call(Request("POST", "/api/v1/auth/token", credentials)).body["data"]["access"]
    bearer = {"Authorization": f"Bearer {token}"}
    status = here.call(Request("GET", "/api/v1/auth/me", headers=bearer)).status
    found += [] if status in {200, 401} else [f"a token of another clock: {status}"]
    here.call(Request("DELETE", f"{path}?permanent=true", cookie=cookie))
    here.close()
    there.close()
    return found


def _negative(answer: Answer) -> list[str]:
    numbers: list[float] = []
    _collect(answer.body, numbers)
    return [f"negative: {number}" for number in numbers if number < 0]


def _collect(value: object, numbers: list[float]) -> None:
    if isinstance(value, dict):
        for item in value.values():
            _collect(item, numbers)
    elif isinstance(value, int | float):
        numbers.append(value)
