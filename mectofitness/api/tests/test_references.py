"""What is read as a uuid, and what is not."""

from uuid import UUID

import pytest

from mectofitness.api.references import parse_uuid

TEXT = "7ed42ee7-aa61-4623-9898-5781762dde30"


@pytest.mark.parametrize("text", [TEXT, TEXT.upper()])
def test_uuid_as_it_is_printed(text):
    assert parse_uuid(text) == UUID(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("-", ""),
        f"{{{TEXT}}}",
        f"urn:uuid:{TEXT}",
        f"{TEXT}\n",
        f" {TEXT}",
        TEXT[:-1],
        "a1b2c3d4-e5f6-7890-g1h2-i3j4k5l6m7n8",
        "\u0667ed42ee7-aa61-4623-9898-5781762dde30",
        "",
        None,
        5,
        True,
        {},
        UUID(TEXT).int,
    ],
    ids=str,
)
def test_uuid_that_is_none(text):
    assert parse_uuid(text) is None
