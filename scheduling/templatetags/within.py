"""Words as they stand within a sentence, and the words for what is stored by a key."""

from django import template
from django.utils.translation import get_language

from scheduling.models import Session

register = template.Library()


@register.filter
def within(word: str) -> str:
    """English writes a label small within a sentence; German keeps its nouns as they are."""
    return str(word).lower() if (get_language() or "en").startswith("en") else str(word)


@register.filter
def type_label(session_type: str) -> str:
    return str(Session.Type(session_type).label)
