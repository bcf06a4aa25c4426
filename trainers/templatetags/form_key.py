"""The hidden key of a form that makes something: however often it is sent, it makes that once."""

import secrets
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trainers.resubmission import FIELD, key_of

register = template.Library()


@register.simple_tag(takes_context=True)
def form_key(context: dict[str, Any], *, fresh: bool = False) -> SafeString:
    """A form that is shown again keeps its key, unless what is sent with it is to be something new."""
    kept = "" if fresh else key_of(context["request"])
    if kept:
        return format_html('<input type="hidden" name="{}" value="{}">', FIELD, kept)
    # static/js/form-key.js keeps it where Back finds it.
    return format_html(
        '<input type="hidden" name="{}" value="{}" data-fresh>', FIELD, secrets.token_urlsafe(16)
    )
