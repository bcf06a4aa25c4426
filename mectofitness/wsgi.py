"""The WSGI application that gunicorn serves."""

import logging
import os
from collections.abc import Mapping
from typing import Any

import django
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils.http import parse_header_parameters

from mectofitness import bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mectofitness.settings")
# Who waits here has a browser open.
os.environ.setdefault("DATABASE_LIMITS", "True")


class UTF8Request(WSGIRequest):
    """A request whose address and forms are UTF-8, whatever charset its Content-Type names.

    Django would decode the address with any codec of Python's that the caller chooses, `hex` and
    `unicode_escape` among them, and fail before a view could answer.
    """

    def _set_content_type_params(self, meta: Mapping[str, Any]) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


class Handler(WSGIHandler):
    """Takes bodies in before Django asks for them."""

    request_class = UTF8Request

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        bodies.take_in(environ)
        return super().__call__(environ, start_response)


# A warning is a line of the log like any other.
logging.captureWarnings(True)
django.setup(set_prefix=False)
application = Handler()
