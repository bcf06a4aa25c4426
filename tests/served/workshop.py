"""A way into the served environment: Python code runs there, and its result comes back."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

# Reads one JSON object a line, {code, given}; prints one for each, {result} or {error}.
WORKSHOP = """
import json, sys, traceback
from contextlib import redirect_stdout
import django
from django.db import connection

django.setup()
for line in sys.stdin:
    call = json.loads(line)
    names = {"given": call["given"], "result": None}
    try:
        with redirect_stdout(sys.stderr):  # what a command prints is no answer
            exec(call["code"], names)
        answer = {"result": names["result"]}
    except Exception:
        answer = {"error": traceback.format_exc()}
    connection.close()
    print(json.dumps(answer), flush=True)
"""


@dataclass(frozen=True)
class Workshop:
    """A Python process in the served environment, which waits for code to run."""

    process: "subprocess.Popen[str]"

    def run(self, code: str, given: dict[str, object]) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"code": code, "given": given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer = json.loads(line) if line else {"error": "The process has ended."}
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["result"]


@contextmanager
def open_workshop(environment: dict[str, str]) -> Iterator[Workshop]:
    command = [sys.executable, "-c", WORKSHOP]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Workshop(process)
        # Leaving closes its standard input, at whose end it ends, and waits for it.
