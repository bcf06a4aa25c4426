"""What stands beside the database beyond one machine: a streaming replica, a pooler, a shared cache."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import psycopg

from tests.postgres import Server as Postgres
from tests.postgres import free_port

START_SECONDS = 20
DEBIAN = Path("/usr/sbin")  # where pgbouncer is, which is not in everybody's PATH


class NotInstalled(Exception):
    """This machine does not have the program."""


@dataclass
class Replica:
    """A server that follows another; `url` names the same database on it."""

    server: Postgres
    url: str

    def stop(self) -> None:
        self.server.stop()

    def start(self) -> None:
        self.server.start()

    def hold(self, milliseconds: int) -> None:
        """Replay nothing before it is so old."""
        self._set(f"ALTER SYSTEM SET recovery_min_apply_delay = {milliseconds}")

    def _set(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]
            connection.execute("SELECT pg_reload_conf()")

    def position(self) -> int:
        """How many transactions it has answered."""
        query = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query).fetchone()
            assert row
            return int(row[0])


@contextmanager
def replica_of(primary: Postgres, url: str) -> Iterator[Replica]:
    """A copy of the running server that follows it, on a port of its own."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="replica-for-tests-", ignore_cleanup_errors=True) as home:
        if primary.owner:
            shutil.chown(home, primary.owner, primary.owner)
        server = Postgres(primary.programs, primary.owner, Path(home))
        source = urlsplit(url)._replace(path="/").geturl()
        server.run(
            "pg_basebackup",
            f"--dbname={source}",
            "--pgdata=data",
            "--write-recovery-conf",
            "--checkpoint=fast",
        )
        with (server.home / "data/postgresql.conf").open("a") as file:
            file.write(f"\nport = {port}\nhot_standby = on\n")
        try:
            server.start()
            parts = urlsplit(url)
            host = f"{parts.username}:{parts.password}@127.0.0.1:{port}"
            yield Replica(server, parts._replace(netloc=host).geturl())
        finally:
            server.stop()


@dataclass
class Program:
    """A server program in the foreground, which can be killed and started again."""

    command: list[str]
    port: int
    user: str | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        wait_for_port(self.port)

    def kill(self) -> None:
        if self.process:
            with suppress(ProcessLookupError):
                self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def pooler_for(primary: Postgres, url: str) -> Iterator[tuple[Program, str]]:
    """PgBouncer in front of the server, a connection for each transaction; and the URL to use instead."""
    program, port, parts = installed("pgbouncer"), free_port(), urlsplit(url)
    name = parts.path.removeprefix("/")
    with tempfile.TemporaryDirectory(prefix="pooler-for-tests-", ignore_cleanup_errors=True) as home:
        folder = Path(home)
        (folder / "users").write_text(f'"{parts.username}" "{parts.password}"\n')
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\n{name} = host=127.0.0.1 port={parts.port} dbname={name}\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
            f"auth_type = scram-sha-256\nauth_file = {folder}/users\npool_mode = transaction\n"
            "default_pool_size = 20\nmax_client_conn = 500\n"
        )
        for path in (folder, *folder.iterdir()):
            if primary.owner:
                shutil.chown(path, primary.owner, primary.owner)
        pooler = Program([program, f"{folder}/pgbouncer.ini"], port, primary.owner)
        try:
            pooler.start()
            host = f"{parts.username}:{parts.password}@127.0.0.1:{port}"
            yield pooler, parts._replace(netloc=host).geturl()
        finally:
            pooler.kill()


@contextmanager
def shared_cache() -> Iterator[tuple[Program, str]]:
    """A Redis server that keeps nothing on a disk, and its URL."""
    program, port, password = installed("redis-server"), free_port(), secrets.token_urlsafe()
    with tempfile.TemporaryDirectory(prefix="cache-for-tests-", ignore_cleanup_errors=True) as home:
        options = ["--port", str(port), "--bind", "127.0.0.1", "--requirepass", password, "--save", ""]
        cache = Program([program, *options, "--appendonly", "no", "--dir", home], port)
        try:
            cache.start()
            yield cache, f"rediscache://:{password}@127.0.0.1:{port}/0"
        finally:
            cache.kill()


def installed(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:{DEBIAN}")
    if not found:
        raise NotInstalled(f"{name} is not installed (apt-get install {name})")
    return found


def wait_for_port(port: int) -> None:
    until = monotonic() + START_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if monotonic() > until:
                raise
            sleep(0.05)
