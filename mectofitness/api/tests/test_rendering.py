"""Answers are written byte for byte as REST framework's renderer writes them."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.serializer_helpers import ReturnDict

from clients.models import Client
from mectofitness.api.rendering import QuickJSON


class Name(StrEnum):
    KEY = "key"


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        [],
        "",
        {"b": 1, "a": [True, False, None, -0.5, 80.0, 179.5], "": {}},
        {"small": -(2**63), "large": 2**64 - 1},
        {"beyond": 2**64, "far": 10**30},
        {Name.KEY: Name.KEY, 1: "a number for a name"},
        (Client.Status.ACTIVE, gettext_lazy("Yes"), UUID(int=5), Decimal("80.5")),
        [datetime(2027, 6, 8, 12, tzinfo=UTC), datetime(2027, 6, 8, 12, 0, 0, 5), date(2027, 6, 8)],
        [time(12, 30), timedelta(minutes=5), b"bytes", {1}],
        ReturnDict({"id": 1}, serializer=None),
    ],
    ids=range(12),
)
def test_as_rest_framework(data):
    assert QuickJSON().render(data) == JSONRenderer().render(data)


def test_every_character():
    """But for halves of a pair, which UTF-8 does not have."""
    text = "".join(chr(number) for number in range(0x110000) if not 0xD800 <= number < 0xE000)

    assert QuickJSON().render({text: text}) == JSONRenderer().render({text: text})


def test_half_a_pair():
    with pytest.raises(UnicodeEncodeError):
        QuickJSON().render({"half": "\ud800"})


def test_deep():
    data = []
    for _ in range(500):
        data = [data]

    assert QuickJSON().render(data) == JSONRenderer().render(data)
