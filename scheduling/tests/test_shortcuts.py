"""The keys of the calendar: what pages say of them, and the switch that silences them."""

import pytest

from trainers.models import Trainer


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


def test_page_lists_the_keys(signed_in):
    page = signed_in.get("/shortcuts/").content.decode()

    assert "<kbd>q</kbd>" in page
    assert "Book in one line" in page


@pytest.mark.parametrize(("sent", "are_on"), [({"shortcuts": "on"}, True), ({}, False)])
def test_switch_is_kept_with_the_trainer(signed_in, alice, charlie, sent, are_on):
    signed_in.post("/shortcuts/", sent)

    assert dict(Trainer.objects.values_list("user__username", "shortcuts")) == {
        "alice": are_on,
        "charlie": True,
    }
    script = " data-shortcuts>" in signed_in.get("/calendar/week/2027-06-07/").content.decode()
    assert script == are_on
