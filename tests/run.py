"""Runs the test suite on every database this machine has, and says what had to be left out.

`make test` calls this; other arguments go to pytest. With CI=true leaving anything out is a failure.
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from tests.postgres import NotInstalled, private_server

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5


@dataclass
class Run:
    """One run of pytest: its exit code, the tests that ran, and why others did not."""

    database: str
    code: int
    ran: set[str]
    skipped: dict[str, str]


def find_chromium() -> str | None:
    """The browser of the browser tests: $CHROMIUM, or the one that is installed."""
    chosen = os.environ.get("CHROMIUM")
    names = [chosen] if chosen else ["/usr/bin/chromium", "chromium", "google-chrome"]
    return next(filter(None, map(shutil.which, names)), None)


def main(arguments: list[str]) -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    # A later -m would replace ours, so it is taken out and put together with it.
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", dest="marks", default="")
    options, others = parser.parse_known_args(arguments)
    chromium = find_chromium()
    runs, missing = [], []

    runs.append(pytest("SQLite", None, [options.marks, "" if chromium else "not browser"], others))
    if not chromium:
        missing.append("browser tests: no Chromium here (apt-get install chromium)")
    try:
        given = os.environ.get("TEST_DATABASE_URL")
        with nullcontext(given) if given else private_server() as url:
            runs.append(pytest("PostgreSQL", url, [options.marks, "not browser"], others))
    except NotInstalled as reason:
        missing.append(f"everything on PostgreSQL: {reason} (apt-get install postgresql)")
    return report(runs, missing, chosen=bool(arguments))


def pytest(database: str, url: str | None, marks: list[str], arguments: list[str]) -> Run:
    """Run the suite; without a URL on the settings' own SQLite."""
    print(f"\n== Tests on {database}", flush=True)
    # What a developer has set for the running product is not for tests to use.
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["ENV_FILE"] = os.devnull
    if url:
        environment["DATABASE_URL"] = url
    expression = " and ".join(f"({mark})" for mark in marks if mark)
    with tempfile.TemporaryDirectory() as directory:
        results = Path(directory, "results.xml")
        command = [sys.executable, "-m", "pytest", "-n", "2", *arguments, "-m", expression]
        code = wait(subprocess.Popen([*command, f"--junitxml={results}"], cwd=ROOT, env=environment))
        return Run(database, code, *read(results))


def wait(process: subprocess.Popen[bytes]) -> int:
    """Its exit code; when we are told to stop, let it end first."""
    try:
        return process.wait()
    except (KeyboardInterrupt, SystemExit) as told:
        # From here on nothing disturbs the cleaning up, not even an impatient second Ctrl-C.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if isinstance(told, SystemExit):
            # A Ctrl-C reaches pytest from the terminal; any other signal only ourselves.
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise


def leave(number: int, frame: object) -> NoReturn:
    """On a signal end as an exception does: past every `finally`."""
    sys.exit(128 + number)


def read(results: Path) -> tuple[set[str], dict[str, str]]:
    """From pytest's JUnit file: the tests that ran, and {test: why it was skipped}."""
    ran, skipped = set(), {}
    for case in ElementTree.parse(results).iter("testcase") if results.exists() else ():
        name = f"{case.get('classname')}.{case.get('name')}"
        skip = case.find("skipped")
        # A test that is expected to fail did run; JUnit has no other word for it.
        if skip is None or skip.get("type") == "pytest.xfail":
            ran.add(name)
        else:
            skipped[name] = skip.get("message", "")
    return ran, skipped


def report(runs: list[Run], missing: list[str], *, chosen: bool) -> int:
    """Print the sum of it; return the exit code."""
    print("\n== Result")
    # With arguments it is fine that one run has no test of that name, but not that all have none.
    tolerated = {0, NOTHING_COLLECTED} if chosen and any(run.ran for run in runs) else {0}
    words = {0: "passed", NOTHING_COLLECTED: "no test was chosen"}
    for run in runs:
        verdict = words.get(run.code, f"pytest's exit code is {run.code}")
        print(f"{run.database}: {verdict if run.code in tolerated else f'FAILED, {verdict}'}")
    ran = set().union(*(run.ran for run in runs))
    for run in runs:
        for test, why in run.skipped.items():
            if test in ran:
                print(f"not on {run.database}: {test} ({why})")
            else:
                missing.append(f"{test} on {run.database}: {why}")
    print("\n  ".join(["skipped:", *missing]) if missing else "nothing was skipped")
    in_ci = os.environ.get("CI") == "true"
    if in_ci and missing:
        print("CI=true: nothing may be skipped, so this is a failure")
    return int(any(run.code not in tolerated for run in runs) or (in_ci and bool(missing)))


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
