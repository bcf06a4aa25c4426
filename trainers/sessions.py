"""Browser sessions in the database, asked only for keys that the database can be asked for."""

from django.contrib.sessions import middleware
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse


class SessionStore(db.SessionStore):
    """A cookie may say anything, also what PostgreSQL refuses to look for: such a session is none."""

    def _validate_session_key(self, key: str | None) -> bool:
        # Django's stubs do not know this hook; it decides whether a key is looked up at all.
        return bool(super()._validate_session_key(key) and key and "\x00" not in key)  # type: ignore[misc]

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as error:
            # Django takes a database that cannot write for a session that is gone, and would answer 400.
            # Only what the database itself says has a cause: the driver's error.
            reason = error.__context__
            if isinstance(reason, DatabaseError) and reason.__cause__:
                raise reason from reason.__cause__
            raise


class SessionMiddleware(middleware.SessionMiddleware):
    """A page that only shows something is answered, though the database cannot note that it was shown.

    What it said, it will say again. A redirect may depend on what is noted: that fails.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (OperationalError, InterfaceError, InternalError):
            if request.method in {"GET", "HEAD"} and response.status_code == 200:
                return response
            raise
