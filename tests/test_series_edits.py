"""Random edits of series against a plain model: the short form of bench.edits."""

import pytest

from bench.edits.compare import run

pytestmark = pytest.mark.django_db


def test_random_edits() -> None:
    found = [run(seed=1, number=number, edits=20) for number in range(15)]

    assert [(sequence.name, sequence.divergence) for sequence in found if sequence.divergence] == []
    tried = {outcome for sequence in found for outcome in sequence.outcomes}
    assert {"change done", "change_from done", "end_from done", "remove done", "revise conflict"} <= tried
