"""A text is found in another whatever the case, on every kind of database."""

import pytest
from django.db.models import F, Value

from trainers.models import Trainer
from trainers.tests.factories import TrainerFactory


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ANN", True),
        ("ann o'", True),
        ("ÖZIL", True),
        ("%", False),
        ("a_n", False),
        ("\\", False),
        ("", True),
        (F("full_name"), True),
        (Value("bob"), False),
    ],
    ids=[
        "capitals",
        "apostrophe",
        "umlaut",
        "percent",
        "underscore",
        "backslash",
        "nothing",
        "itself",
        "another",
    ],
)
def test_text_is_found(db, text, found):
    TrainerFactory(full_name="Ann O'Özil")

    assert Trainer.objects.filter(full_name__icontains=text).exists() is found
