"""Icons: drawn once in each page (templates/_icons.html), used by name."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The icon, silent for those who listen: what it means is always said in words too."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}" /></svg>', name)
