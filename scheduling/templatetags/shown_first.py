"""The hidden field that says what a form was shown with, for fields that a template draws by itself."""

from django import forms, template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def shown_first(field: forms.BoundField) -> SafeString | str:
    return field.as_hidden(only_initial=True) if field.field.show_hidden_initial else ""
