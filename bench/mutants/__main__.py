"""Do the tests bite? Thirty faults of one line, seeded one by one into a copy: the suite finds each.

    python -m bench.mutants

Exit code 0 if with each of them a test fails, while none does without. The tests that are nearest to a fault
are run first; only if they pass is the whole suite run. --short seeds two.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.mutants.faults import FAULTS, Fault
from bench.tally import Tally, report

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE, FEWER = 2, 15
PASSED, FAILED = 0, 1
QUICK = ["-q", "-x", "-p", "no:cacheprovider", "-m", "not browser and not served"]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.mutants", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--short", action="store_true", help=f"every {FEWER}th fault")
    parser.add_argument("--only", default="", help="the faults whose names contain this")
    options = parser.parse_args(arguments)
    faults = [fault for fault in FAULTS if options.only in fault.what][:: FEWER if options.short else 1]
    if not is_sound(faults):
        print("These tests do not pass without a fault, so they tell nothing.")
        return 1
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = sum(pool.map(is_found, faults))
    return report(Tally("P21", "both", "faults of one line found by the suite", len(faults), found))


def is_sound(faults: Iterable[Fault]) -> bool:
    with copied() as folder:
        return run(folder, sorted({test for fault in faults for test in fault.tests})) == PASSED


def is_found(fault: Fault) -> bool:
    since = time.monotonic()
    with copied() as folder:
        seed(folder, fault)
        code = run(folder, fault.tests)
        if code == PASSED:
            code = run(folder, [])
    verdict = {FAILED: "found", PASSED: "NOT FOUND"}.get(code, f"pytest ended with {code}")
    print(f"{verdict}: {fault.what} ({fault.path}), {time.monotonic() - since:.0f} s", flush=True)
    return code == FAILED


def seed(folder: Path, fault: Fault) -> None:
    """Raises ValueError unless what is to be changed is there once."""
    path = folder / fault.path
    text = path.read_text()
    if text.count(fault.right) != 1:
        raise ValueError(f"{fault.path} has {text.count(fault.right)} times: {fault.right}")
    path.write_text(text.replace(fault.right, fault.wrong))


def run(folder: Path, tests: Sequence[str]) -> int:
    environment = os.environ | {"ENV_FILE": os.devnull, "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "pytest", *QUICK, *tests]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode


@contextmanager
def copied() -> Iterator[Path]:
    """A copy of what belongs to the product, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as home:
        folder = Path(home, "product")
        left_out = shutil.ignore_patterns(
            ".venv", ".git", "__pycache__", "*.sqlite3*", "staticfiles", ".*_cache"
        )
        shutil.copytree(ROOT, folder, ignore=left_out)
        yield folder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
