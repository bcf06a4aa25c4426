"""Why a backup is not made or not restored, in words for whoever runs the product."""

import sqlite3

from django.core.management.base import CommandError
from django.db import Error


class Refused(Exception):
    """Nothing was changed; the text says why, and what to do where something can be done."""


# What may go wrong besides: disks, databases, and a migration that does not fit the data.
FAILURES = (Refused, OSError, Error, sqlite3.Error, CommandError)


def said(error: BaseException) -> str:
    """The failure in words; of a file the system only gives a number and a path."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'The file'}: {error.strerror}."
    return str(error)
