"""Serves the product, has schemathesis try it in rounds, and adds up what it reports."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import on
from bench.acceptance.world import Actor, World
from bench.tally import Tally, report
from tests.served.server import ROOT, serve

DIALECTS = ("v1", "calendar", "timeline")
CASES, SHORT_CASES = 20_000, 200
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


@dataclass(frozen=True)
class Round:
    """One run of schemathesis over one schema."""

    tried: int
    failed: int
    said: str


def main(arguments: Sequence[str]) -> int:
    options = read(arguments)
    with ExitStack() as stack:
        url = stack.enter_context(on.database(options.database, durable=False))
        world = World(stack.enter_context(serve(url)))
        keys = furnish(world)
        tried, failed = rounds(world, keys, options)
    what = "cases of schemathesis over the three schemas"
    return report(Tally("P7", options.database, what, tried, tried - failed, options.seed))


def read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.schemas")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--short", action="store_true", help=f"{SHORT_CASES} cases, drawn only")
    options = parser.parse_args(arguments)
    options.cases = SHORT_CASES if options.short else options.cases
    return options


def rounds(world: World, keys: dict[str, list[Any]], options: argparse.Namespace) -> tuple[int, int]:
    """How many cases were tried, and how many failed: round after round until they are enough."""
    tried = failed = number = 0
    while tried < options.cases:
        phases = "fuzzing" if options.short or number else "examples,coverage,fuzzing"
        for dialect in DIALECTS:
            seed, most = options.seed * 1000 + number, 5 if options.short else 100
            done = run(world.A, keys, dialect, ["--seed", str(seed), "--phases", phases, "-n", str(most)])
            print(f"{dialect}, seed {seed}: {done.tried} cases, {done.failed} failed{done.said}", flush=True)
            tried, failed = tried + done.tried, failed + done.failed
        number += 1
    return tried, failed


def run(actor: Actor, keys: dict[str, list[Any]], dialect: str, options: list[str]) -> Round:
    """Raises RuntimeError with what schemathesis says when it did not come to its end."""
    with tempfile.TemporaryDirectory(prefix="schemathesis-") as directory:
        summary = Path(directory, "report.json")
        process = subprocess.run(
            [
                *(
                    sys.executable,
                    "-m",
                    "schemathesis.cli",
                    "--no-color",
                    "--config-file",
                    str(CONFIGURATION),
                ),
                *("run", f"{actor.world.server.url}/api/{dialect}/schema"),
                *("--header", f"Authorization: {actor.headers['Authorization']}"),
                *("--report-json-path", str(summary), "--no-shrink", "--generation-database", "none"),
                *options,
            ],
            cwd=directory,
            env=os.environ
            | {
                "SCHEMATHESIS_HOOKS": "bench.schemas.known",
                "PYTHONPATH": str(ROOT),
                "KNOWN_KEYS": json.dumps(keys),
            },
            capture_output=True,
            text=True,
        )
        if not summary.exists():
            raise RuntimeError(f"schemathesis did not come to its end:\n{process.stdout}{process.stderr}")
        found = json.loads(summary.read_text())
    counted = found["test_cases"]
    errors = sum(error["count"] for error in found["errors"])
    failed = counted["with_failures"] + errors
    return Round(counted["generated"], failed, f"\n{process.stdout}" if failed else "")


def furnish(world: World) -> dict[str, list[Any]]:
    """The keys of what a trainer has, so that there is something to find."""
    actor = world.A
    clients = [actor.client, *(actor.enrol() for _ in range(9))]
    timelines = [actor.post("/api/timeline/timelines", {"name": "Routine"}).data["id"] for _ in range(10)]
    day = world.day()
    sessions = [
        actor.book(f"{day}T{hour:02}:00:00Z", f"{day}T{hour:02}:30:00Z", client_id=client["id"])
        for hour, client in enumerate(clients, 5)
    ]
    series = [
        actor.post("/api/timeline/sessions", {"type": "ONE_TIME", "timelineId": timeline, "name": "Yoga"})
        for timeline in timelines
    ]
    span = {"start_range": f"{day}T00:00:00Z", "end_range": f"{day}T23:59:59Z"}
    listed = actor.post(f"/api/calendar/sessions/trainer/{actor.uuid}", span).json
    return {
        "clients": [client["id"] for client in clients],
        "client_uuids": [client["uuid"] for client in clients],
        "sessions": [session["id"] for session in sessions],
        "session_uuids": [session["id"] for session in listed],
        "timeline_uuids": timelines,
        "series_uuids": [each.data["id"] for each in series],
        "trainer_uuids": [actor.uuid],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
