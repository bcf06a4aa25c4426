"""Why the database itself refuses a row, in words."""

from django.db import DatabaseError

from scheduling.models import guard

_TAKEN = {
    guard.TRAINER_OVERLAP: "the trainer has another session at this time",
    guard.CLIENT_OVERLAP: "the client has another session at this time",
}


def in_plain_words(error: DatabaseError) -> str:
    said = str(error)
    for constraint, words in _TAKEN.items():
        if constraint in said:
            return words
    first, *_ = said.splitlines() or ["without a word"]
    return f"the database refuses it: {first}"
