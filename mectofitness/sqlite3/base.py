"""Django's SQLite, which never writes a file that was made read-only.

What was opened before would go on writing: a connection is kept for some seconds, and SQLite gives a file
that one connection of the process has open to the next.
"""

import os
import sqlite3

from django.db.backends.sqlite3 import base


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        """Every transaction may write: it takes the lock for that where it begins."""
        file = self.settings_dict["NAME"]
        if os.path.exists(file) and not os.access(file, os.W_OK):
            with self.wrap_database_errors:
                raise sqlite3.OperationalError("attempt to write a readonly database")
        super()._start_transaction_under_autocommit()  # type: ignore[misc]  # the stubs do not know it
