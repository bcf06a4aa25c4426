"""A page with the current FullCalendar: installed from npm into a folder, bundled, served compressed."""

import gzip
import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

# Only what a week needs: the plugin of the hours, the one that drags, and the first theme.
MAIN = """
import { Calendar } from "fullcalendar";
import timeGrid from "fullcalendar/timegrid";
import interaction from "fullcalendar/interaction";
import classic from "fullcalendar/themes/classic";
import "fullcalendar/skeleton.css";
import "fullcalendar/themes/classic/theme.css";
import "fullcalendar/themes/classic/palette.css";

const calendar = new Calendar(document.getElementById("calendar"), {
  plugins: [timeGrid, interaction, classic],
  initialView: "timeGridWeek",
  initialDate: document.body.dataset.monday,
  firstDay: 1,
  timeZone: "UTC",
  editable: true,
  selectable: true,
  events: "/events.json",
  eventClass: "measured",
});
calendar.render();
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>FullCalendar</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/main.css">
    <script src="/main.js" defer></script>
  </head>
  <body data-monday="{monday}"><div id="calendar"></div></body>
</html>
"""
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
}


def install(folder: Path) -> str:
    """The version that was installed. Raises CalledProcessError or FileNotFoundError without npm."""
    run = {"cwd": folder, "check": True, "capture_output": True, "text": True}
    (folder / "package.json").write_text('{"private": true}')
    subprocess.run(["npm", "install", "--silent", "fullcalendar", "temporal-polyfill", "esbuild"], **run)  # type: ignore[call-overload]
    (folder / "main.js").write_text(MAIN)
    bundle = ["npx", "esbuild", "main.js", "--bundle", "--minify", "--outdir=served"]
    subprocess.run(bundle, **run)  # type: ignore[call-overload]
    version: str = json.loads((folder / "node_modules/fullcalendar/package.json").read_text())["version"]
    return version


@contextmanager
def served(folder: Path, monday: str, events: list[dict[str, Any]]) -> Iterator[str]:
    """The URL of the page; everything is compressed ahead of time and sent at once."""
    files = {f"/{file.name}": file.read_bytes() for file in (folder / "served").iterdir()}
    files["/"] = PAGE.replace("{monday}", monday).encode()
    files["/events.json"] = json.dumps(events).encode()
    ready = {path: gzip.compress(body, 9) for path, body in files.items()}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            body = ready.get(path, b"")
            self.send_response(200 if path in ready else 404)
            self.send_header("Content-Type", KINDS.get(Path(path).suffix, KINDS[".html"]))
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
