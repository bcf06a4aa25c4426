"""What becomes of restored data before it counts: it is checked, and brought up to this version."""

from typing import Any

from django.core.management import call_command

from mectofitness.backups import contents, revocations
from mectofitness.backups.label import Label
from mectofitness.backups.refusal import Refused


def settle(label: Label, revoked: list[dict[str, Any]]) -> None:
    """Django's connection sees the restored data, which nobody else sees yet. Raises Refused."""
    found = contents.rows()
    if found != label.rows:
        wrong = sorted(table for table in {*found, *label.rows} if found.get(table) != label.rows.get(table))
        raise Refused(f"Not all rows arrived: {', '.join(wrong)}.")
    call_command("migrate", verbosity=0, interactive=False)
    revocations.write(revoked)
