"""Formulas in spreadsheets: none gets out, and every text comes back as it was."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trainers.formulas import disarm, restore

SIGNS = "=+-@\t\r"
# Of what is dangerous and what hides it, more often than dice would have it.
TEXTS = st.text(alphabet=st.sampled_from(f"'{SIGNS}1A \n")) | st.text()


@given(TEXTS)
@example("'=1+1")
@example("''")
def test_disarm_and_back_is_the_same_text(text):
    assert restore(disarm(text)) == text


@given(TEXTS)
def test_disarm_leaves_nothing_that_begins_like_a_formula(text):
    assert not disarm(text).startswith(tuple(SIGNS))


@pytest.mark.parametrize("sign", SIGNS)
def test_disarm_before_a_formula(sign):
    assert disarm(f"{sign}1") == f"'{sign}1"


@pytest.mark.parametrize("text", ["", "Emma", "'tis", "1-2", " =1", "it's =1"])
def test_disarm_of_any_other_text(text):
    assert disarm(text) == text


@pytest.mark.parametrize(
    ("cell", "text"), [("'+49 30", "+49 30"), ("''=1", "'=1"), ("'tis", "'tis"), ("=1", "=1")]
)
def test_restore_takes_one_apostrophe(cell, text):
    assert restore(cell) == text
