"""Icons: drawn once in each page (templates/_icons.html), used by name."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, words: str = "") -> SafeString:
    """The icon; with `words` for those who listen, else silent: what it means then stands beside it."""
    if words:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="#i-{}" /></svg>', words, name
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}" /></svg>', name)
