"""What came of an import, row by row: stored, there already, there otherwise, or wrong."""

from collections import Counter
from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from mectofitness.studio.kinds import Kind


class Report:
    """`different` and `wrong` are lines for people; values are not told: they are about people too."""

    def __init__(self) -> None:
        self.created: Counter[str] = Counter()
        self.same: Counter[str] = Counter()
        self.different: list[str] = []
        self.wrong: list[str] = []
        self.new_users: list[str] = []

    def differ(self, kind: Kind, line: int, columns: Iterable[str]) -> None:
        """What is stored has other values in these columns, and keeps them."""
        self.different.append(f"{kind.file}, line {line}: not as it is here: {', '.join(columns)}")

    def refuse(self, kind: Kind, line: int, why: Iterable[str]) -> None:
        self.wrong.append(f"{kind.file}, line {line}: {'; '.join(why)}")

    def miscount(self, kind: Kind, rows: int, told: int) -> None:
        self.wrong.append(f"{kind.file}: there are {rows} rows, and the manifest tells of {told}")


def in_words(error: ValidationError) -> list[str]:
    """What is wrong, one field after the other."""
    if not hasattr(error, "error_dict"):
        return error.messages
    return [
        " ".join(messages if field == NON_FIELD_ERRORS else [f"{field}:", *messages])
        for field, messages in error.message_dict.items()
    ]
