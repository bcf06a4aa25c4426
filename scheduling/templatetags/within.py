"""Words as they stand within a sentence, and the words for what is stored by a key."""

from django import template

from scheduling.models import Session
from trainers.lists import in_midst

register = template.Library()
within = register.filter("within", in_midst)


@register.filter
def type_label(session_type: str) -> str:
    return str(Session.Type(session_type).label)
