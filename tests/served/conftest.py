"""One gunicorn for the tests of a worker, on the kind of database that the suite runs on."""

import os
from collections.abc import Generator, Iterator

import pytest
from django.conf import settings

from tests.served.databases import postgres_database, sqlite_database
from tests.served.server import Server, serve

LOG_AT_START = pytest.StashKey[int]()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The product as it is served. Every test arranges data of its own."""
    on_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    database = sqlite_database() if on_sqlite else postgres_database(os.environ["DATABASE_URL"])
    with database as url, serve(url) as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, None, None]:
    """Remember where the server's log stood."""
    running = item.funcargs.get("server")
    if running:
        item.stash[LOG_AT_START] = len(running.log.lines)
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Function, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Of a test that fails, show what the server said during it."""
    report = yield
    if report.failed and LOG_AT_START in item.stash:
        lines = item.funcargs["server"].log.lines
        report.sections.append(("gunicorn", "".join(lines[item.stash[LOG_AT_START] :])))
    return report
