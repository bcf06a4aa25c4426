"""Browser sessions in the database, asked only for keys that the database can be asked for."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """A cookie may say anything, also what PostgreSQL refuses to look for: such a session is none."""

    def _validate_session_key(self, key: str | None) -> bool:
        # Django's stubs do not know this hook; it decides whether a key is looked up at all.
        return bool(super()._validate_session_key(key) and key and "\x00" not in key)  # type: ignore[misc]
