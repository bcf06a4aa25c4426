"""What an answer must not be: a sight of somebody else's data, or a way to it."""

from tests.strangers.callers import OWNER
from tests.strangers.probes import Probe
from tests.strangers.treasure import Treasure

# Answered to everybody alike, whoever the link in it is for.
FOR_EVERYBODY = {"/password/reset/{uidb64}/{token}/"}
REFUSALS = {302, 400, 401, 403, 404, 405, 415}


def faults(probe: Probe, status: int, told: str, treasure: Treasure) -> list[str]:
    """What is wrong with an answer; `told` is its headers and its body."""
    return [*_seen(probe, told, treasure), *_wrong_status(probe, status)]


def _seen(probe: Probe, told: str, treasure: Treasure) -> list[str]:
    """What the caller has not sent but is told."""
    sent = f"{probe.path} {probe.body}"
    names = dict.fromkeys(treasure.keys["uuid"], "the name of an object")
    return [
        f"shows {what}"
        for text, what in (treasure.canaries | names).items()
        if text in told and text not in sent
    ]


def _wrong_status(probe: Probe, status: int) -> list[str]:
    if status >= 500:
        return [f"answers {status}"]
    if probe.who == OWNER or not probe.aims or probe.template in FOR_EVERYBODY:
        return []
    is_options = probe.method == "OPTIONS" and status == 200
    return [] if status in REFUSALS or is_options else [f"answers {status}"]


def private(told: str, treasure: Treasure) -> list[str]:
    """The private notes in a text."""
    return [f"shows {treasure.canaries[text]}" for text in treasure.private if text in told]
