"""Sent again when no answer came, or by many at once, it is made once: the short form of bench.retries."""

import pytest

from bench.retries.__main__ import crowds, other_bodies, refusals, sent_again
from bench.retries.once import once
from bench.retries.trial import Trial

pytestmark = pytest.mark.served


@pytest.fixture(scope="module")
def trial(server):
    return Trial(server, "both", seed=1)


def test_sent_again(trial):
    things = trial.draw(30)

    tallies = [*sent_again(trial, things, cuts=10), other_bodies(trial, things)]

    assert [tally for tally in tallies if not tally.holds] == []


def test_one_key_from_many_at_once(trial):
    tally = crowds(trial, many=15, size=6)

    assert tally.holds, tally


def test_what_pages_do_without_a_key_from_many_at_once(trial):
    tally = once(trial, many=1, size=4)

    assert tally.holds, tally


def test_refusal_sent_again_when_the_time_is_free(trial):
    tally = refusals(trial, many=9)

    assert tally.holds, tally


def test_without_keys_something_is_made_twice(server):
    """The negative control."""
    trial = Trial(server, "both", seed=2, keyed=False)
    things = trial.draw(15)

    list(sent_again(trial, things, cuts=3))

    assert not all(trial.made_once(things))
