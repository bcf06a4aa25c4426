"""Looking for texts means the same on SQLite as on PostgreSQL."""

import pytest

from clients.models import Client
from clients.tests.factories import ClientFactory
from trainers.sqlite import like


@pytest.mark.parametrize("text", ["özil", "ÖZIL", "Öz"])
def test_search_ignores_case_beyond_ascii(alice, text):
    ClientFactory(trainer=alice, first_name="Mesut", last_name="Özil")

    assert Client.objects.search(text).count() == 1


@pytest.mark.parametrize("text", ["%", "_", "\\", "(a+)+$", ".*"])
def test_search_takes_signs_literally(alice, text):
    ClientFactory(trainer=alice)
    ClientFactory(trainer=alice, last_name=f"a{text}b")

    assert [client.last_name for client in Client.objects.search(text)] == [f"a{text}b"]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("%b%", "abc", True),
        ("_b", "ab", True),
        ("_b", "b", False),
        ("a%", "a\nb", True),
        ("\\%", "%", True),
        ("\\%", "x", False),
        ("5", 5, True),
        (None, "x", None),
        ("x", None, None),
    ],
)
def test_like(pattern, text, found):
    assert like(pattern, text, "\\") is found
