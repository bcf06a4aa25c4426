"""How a server does under wrk: what it answers in a second, how soon, and what processor time that takes."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bench.speed.operations import Ask

SCRIPT = Path(__file__).with_name("requests.lua")
TICKS = os.sysconf("SC_CLK_TCK")
CONNECTIONS, THREADS = 16, 2


@dataclass(frozen=True)
class Run:
    """Of one operation in one round: a second's requests, milliseconds, and bytes with their headers."""

    per_second: float
    p50: float
    p99: float
    server_ms: float
    database_ms: float
    size: float

    @property
    def ms(self) -> float:
        """The processor's time for one request."""
        return self.server_ms + self.database_ms


@dataclass(frozen=True)
class Processes:
    """Whose processor time is counted: a process group, and what the database says are its processes."""

    group: int
    of_database: Callable[[], list[int]]

    def used(self) -> tuple[float, float]:
        """Seconds of the group, and of the database, since they began; of what has ended too."""
        group = [pid for pid in _all() if _stat(pid)[2] == str(self.group)]
        return _seconds(group), _seconds(self.of_database())


def drive(url: str, asks: Iterable[Ask], seconds: int, processes: Processes) -> Run:
    """Send the requests in turn for so long. Raises RuntimeError when one of them is refused."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(f"{ask.line()}\n" for ask in asks))
        file.flush()
        before = processes.used()
        said = _wrk(url, file.name, seconds)
        after = processes.used()
    requests = int(said["requests"])
    if said["refused"] or said["lost"] or not requests:
        raise RuntimeError(f"Of {requests} requests {said['refused']} were refused, {said['lost']} lost.")
    server, database = ((late - early) * 1000 / requests for early, late in zip(before, after, strict=True))
    return Run(
        per_second=requests / said["microseconds"] * 1e6,
        p50=said["p50"] / 1000,
        p99=said["p99"] / 1000,
        server_ms=server,
        database_ms=database,
        size=said["bytes"] / requests,
    )


def _wrk(url: str, file: str, seconds: int) -> dict[str, float]:
    command = ["wrk", f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=20s", "-s", str(SCRIPT)]
    done = subprocess.run([*command, url, "--", file], capture_output=True, text=True, check=True)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def _all() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]


def _stat(pid: int) -> list[str]:
    """What the system says of a process after its name; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["", "", ""]


def _seconds(pids: Iterable[int]) -> float:
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / TICKS
