"""A real gunicorn for tests and measurements: on a free port, and gone afterwards."""

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.served.workshop import Workshop, open_workshop

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS, STOP_SECONDS = 60, 30


@dataclass
class Log:
    """What the server says, read as it says it."""

    lines: list[str] = field(default_factory=list)
    address: str = ""
    _listening: threading.Event = field(default_factory=threading.Event)

    @property
    def text(self) -> str:
        return "".join(self.lines)

    def follow(self, process: "subprocess.Popen[str]") -> None:
        """Until the server has ended."""
        assert process.stdout is not None
        with process.stdout as output:
            for line in output:
                self.lines.append(line)
                if not self.address and "Listening at: " in line:
                    self.address = line.split("Listening at: ")[1].split()[0]
                    self._listening.set()
        self._listening.set()

    def wait_for_address(self) -> None:
        """Raises RuntimeError with what the server said when it did not start."""
        if not self._listening.wait(START_SECONDS) or not self.address:
            raise RuntimeError(f"gunicorn did not start:\n{self.text}")


@dataclass(frozen=True)
class Server:
    """A running server: `url` without a slash at the end, and a way into its environment.

    `group` is the process group of gunicorn with all its workers.
    """

    url: str
    environment: dict[str, str]
    log: Log
    workshop: Workshop
    group: int

    def manage(self, *arguments: str) -> str:
        """What a management command prints. Raises RuntimeError with its errors."""
        process = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if process.returncode:
            raise RuntimeError(f"manage.py {arguments[0]}: {process.stderr}")
        return process.stdout

    def run(self, code: str, **given: object) -> Any:
        """Run Python code in the served environment. Raises RuntimeError with its traceback.

        It finds what it is given in the dictionary `given`; what it leaves in `result` is returned.
        Both travel as JSON.
        """
        return self.workshop.run(code, given)


@contextmanager
def serve(database_url: str, as_anybody: bool = False, /, **settings: str) -> Iterator[Server]:
    """Migrate the database and serve it; `settings` are further variables of the environment.

    `as_anybody`: files that must not be written cannot be, though we are root.
    """
    environment = environment_for(database_url) | settings
    with open_workshop(environment) as workshop:
        workshop.run(MIGRATE, {})
        with running_gunicorn(environment, as_anybody=as_anybody) as (log, group):
            yield Server(log.address, environment, log, workshop, group)


MIGRATE = """
from django.core.management import call_command

call_command("migrate", verbosity=0)
"""


# At the end of its standard input, which comes with our own end at the latest, it stops gunicorn.
KEEPER = """
import subprocess, sys, threading

gunicorn = subprocess.Popen([sys.executable, "-m", "gunicorn"], stdin=subprocess.DEVNULL)

def stop_in_the_end():
    sys.stdin.read()
    gunicorn.terminate()

threading.Thread(target=stop_in_the_end, daemon=True).start()
sys.exit(gunicorn.wait())
"""

# Takes from root what makes it deaf to the modes of files.
WITHOUT_PRIVILEGE = ["setpriv", "--bounding-set=-dac_override"]


@contextmanager
def running_gunicorn(environment: dict[str, str], *, as_anybody: bool = False) -> Iterator[tuple[Log, int]]:
    """From the first answer on, until the whole group has ended: what it says, and the group."""
    process = subprocess.Popen(
        [*(WITHOUT_PRIVILEGE if as_anybody and os.geteuid() == 0 else []), sys.executable, "-c", KEEPER],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # a group of its own, to be stopped as a whole
    )
    log = Log()
    reader = threading.Thread(target=log.follow, args=[process])
    reader.start()
    try:
        log.wait_for_address()
        _wait_for_answer(log)
        yield log, process.pid
    finally:
        _stop(process)
        reader.join()


def environment_for(database_url: str) -> dict[str, str]:
    """As in production but for TLS. Nothing that a developer has set is taken over."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.served.settings",
        "ENV_FILE": os.devnull,
        "DATABASE_URL": database_url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DEBUG": "False",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "False",
        "SECURE_COOKIES": "False",
        "THROTTLE_LOGIN": "",
        "HOST": "127.0.0.1",
        "PORT": "0",  # the system chooses one that is free
        "WEB_CONCURRENCY": "2",
        "PYTHONUNBUFFERED": "1",
    }


def _wait_for_answer(log: Log) -> None:
    """The port is open before the workers are up: the first request waits for them."""
    connection = HTTPConnection(urlsplit(log.address).netloc, timeout=START_SECONDS)
    try:
        connection.request("GET", "/api/v1/auth/me")
        answer = connection.getresponse()
        answer.read()
    except OSError as error:
        raise RuntimeError(f"gunicorn does not answer ({error}):\n{log.text}") from error
    finally:
        connection.close()
    if answer.status != 401:
        raise RuntimeError(f"gunicorn answers {answer.status}:\n{log.text}")


def _stop(process: "subprocess.Popen[str]") -> None:
    """SIGTERM through its keeper, and what has not ended by then is killed with all its workers."""
    assert process.stdin is not None
    process.stdin.close()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        pass
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
