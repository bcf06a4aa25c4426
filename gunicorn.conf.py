"""How gunicorn serves the product; run as a program it only says whether the address is free."""

import errno
import os
import socket
import sys
from typing import Any

from gunicorn import glogging  # type: ignore[import-untyped]

from mectofitness.logs import JSONLines

host = os.environ.get("HOST", "127.0.0.1")
port = int(os.environ.get("PORT", "8000"))

wsgi_app = "mectofitness.wsgi:application"
bind = f"{host}:{port}"

# Requests wait for the database, not for the processor: threads are cheaper than processes.
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4

# A worker silent for 30 s is replaced; one that is told to stop may finish its requests first.
timeout = 30
graceful_timeout = 20
# Longer than browsers leave between two clicks of one page, shorter than a proxy's usual 60 s.
keepalive = 5

# The longest it allows: an address that is too long is refused by us, in the words of the API.
limit_request_line = 8190

# Nothing steers a running server through its control socket, which would lie in the home directory.
control_socket_disable = True


class Logger(glogging.Logger):
    """Says what gunicorn has to say as the product does. Requests are logged by the product itself."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JSONLines())


logger_class = Logger

if __name__ == "__main__":
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} on {host} is already in use; choose another: make run PORT={port + 1}")
        sys.exit(f"Cannot serve on {host}:{port}: {error}")
