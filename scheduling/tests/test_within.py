"""A label within a sentence, in English and in German."""

from django.utils import translation

from scheduling.templatetags.within import type_label, within


def test_english_writes_a_label_small():
    with translation.override("en"):
        assert within("Group") == "group"


def test_german_keeps_a_label_as_it_is():
    with translation.override("de"):
        assert within("Gruppe") == "Gruppe"


def test_a_type_that_is_stored_is_said_by_its_label():
    with translation.override("en"):
        assert within(type_label("consultation")) == "consultation"
