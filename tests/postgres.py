"""A PostgreSQL server of the tests' own: made in a temporary directory, gone afterwards."""

import glob
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = ("initdb", "pg_ctl", "postgres", "pg_config")
EXTENSIONS = ("btree_gist", "pg_trgm")


class NotInstalled(Exception):
    """This machine has no PostgreSQL server that would do."""


@contextmanager
def private_server(*, durable: bool = False) -> Iterator[str]:
    """Start a server on a free port of 127.0.0.1; its URL names a superuser and an empty database.

    Without `durable` it does not wait for the disk: quick, and worthless after a power cut.
    Raises NotInstalled, or RuntimeError with the server's own words when it does not start.
    """
    with breakable_server(durable=durable) as (_, url):
        yield url


@contextmanager
def breakable_server(*, durable: bool = False) -> Iterator[tuple["Server", str]]:
    """As private_server, with a hand on the server itself."""
    programs, owner = newest_programs(), server_owner()
    with tempfile.TemporaryDirectory(prefix="postgres-for-tests-", ignore_cleanup_errors=True) as home:
        server = Server(programs, owner, Path(home))
        url = server.create(durable)
        try:
            server.start()
            yield server, url
        finally:
            server.stop()


@dataclass
class Server:
    """Programs that act for `owner` (None is ourselves) on a data directory within `home`."""

    programs: Path
    owner: str | None
    home: Path

    def create(self, durable: bool) -> str:
        """Write the data directory and its configuration; the URL it will answer at."""
        # A password, because any user of this machine can reach the port.
        password, port = secrets.token_urlsafe(), free_port()
        password_file = self.home / "password"
        password_file.write_text(password)
        if self.owner:
            shutil.chown(self.home, self.owner, self.owner)
            shutil.chown(password_file, self.owner, self.owner)
        access = ("--username=tests", "--pwfile=password", "--auth=scram-sha-256")
        self.run("initdb", "--pgdata=data", *access, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        with (self.home / "data/postgresql.conf").open("a") as file:
            file.write(configuration(port, durable))
        return f"postgres://tests:{password}@127.0.0.1:{port}/postgres"

    def start(self) -> None:
        self.run("pg_ctl", "start", "--wait", "--pgdata=data", "--log=log")

    def stop(self) -> None:
        if (self.home / "data/postmaster.pid").exists():
            self.run("pg_ctl", "stop", "--mode=immediate", "--pgdata=data")

    def processes(self) -> list[int]:
        """The server's process ids, its first process first."""
        first = (self.home / "data/postmaster.pid").read_text().split()[0]
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [int(pid) for pid in (first, *others)]

    def run(self, program: str, *arguments: str) -> None:
        """Run it to its end, also when we are told to stop meanwhile; then all can be tidied up."""
        process = subprocess.Popen(
            [self.programs / program, *arguments],
            cwd=self.home,
            user=self.owner,
            group=self.owner,
            extra_groups=[] if self.owner else None,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            start_new_session=True,  # out of reach of a Ctrl-C at the terminal
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            _, errors = process.communicate()
        finally:
            process.wait()
        if process.returncode:
            log = self.home / "log"
            raise RuntimeError(f"{program}: {errors}{log.read_text() if log.exists() else ''}")


def configuration(port: int, durable: bool) -> str:
    switch = "on" if durable else "off"
    return f"""
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 200
fsync = {switch}
synchronous_commit = {switch}
full_page_writes = {switch}
"""


def newest_programs() -> Path:
    """The directory of the newest server programs that work and know our extensions."""
    found = [Path(path).resolve().parent for path in map(shutil.which, PROGRAMS) if path]
    found += map(Path, glob.glob("/usr/lib/postgresql/*/bin"))
    if shutil.which("pg_config"):
        found.append(Path(output("pg_config", "--bindir")))
    usable = {directory: version for directory in found if (version := server_version(directory))}
    if not usable:
        raise NotInstalled(f"no PostgreSQL server with the extensions {' and '.join(EXTENSIONS)}")
    return max(usable, key=lambda directory: usable[directory])


def server_version(directory: Path) -> int:
    """The server's major version, 0 when something needed is missing."""
    if not all(shutil.which(directory / program) for program in PROGRAMS):
        return 0
    extensions = Path(output(directory / "pg_config", "--sharedir"), "extension")
    version = re.search(r"\d+", output(directory / "postgres", "--version"))
    are_there = all((extensions / f"{name}.control").exists() for name in EXTENSIONS)
    return int(version[0]) if version and are_there else 0


def server_owner() -> str | None:
    """The user the server runs as: ourselves, but PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NotInstalled("PostgreSQL does not run as root, and there is no user postgres") from None


def output(*command: str | Path) -> str:
    """What the command prints; nothing when it fails."""
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
