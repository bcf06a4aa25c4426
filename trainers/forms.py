"""Forms whose values the domain checks and writes, for the pages of every app."""

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class LongText(forms.CharField):
    """A text of several lines. Browsers send CR LF for each of its line ends; stored is LF."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class DomainForm(forms.ModelForm):
    """Shows and reads the fields of a model; the domain checks and writes them.

    A form for something stored carries each value as it was shown. So only what was changed in this
    form is written, and what was changed elsewhere meanwhile is noticed instead of overwritten.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = self.instance.pk is not None

    def _post_clean(self) -> None:
        """The domain checks the model; nothing is written into the instance here."""

    def clean(self) -> dict[str, Any]:
        for name in self.changed_data:
            if self._overtaken(name):
                self.add_error(
                    name, f"Changed meanwhile, to: {self._stored(name)}. Save again to keep yours."
                )
                self._show_stored(name)
        return self.cleaned_data

    @property
    def changes(self) -> dict[str, Any]:
        """{field: value} of what was changed in this form and could be read."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}

    @property
    def unreadable(self) -> dict[str, str]:
        """{field: message} of what could not be read: the domain adds its own to them."""
        return {name: str(messages[0]) for name, messages in self.errors.items()}

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that something is said about, in the order of the form."""
        return [field for field in self if field.errors]

    def refuse(self, error: ValidationError) -> None:
        """Show what the domain says beside the fields, in place of what was said before."""
        self.errors.clear()
        add_errors(self, error)

    def _overtaken(self, name: str) -> bool:
        """Whether the stored value is neither what this form was shown with nor what it says now."""
        bound, field = self[name], self.fields[name]
        if bound.html_initial_name not in self.data:
            return False
        stored, shown = bound.initial, self.data[bound.html_initial_name]
        return field.has_changed(stored, shown) and field.has_changed(stored, bound.data)

    def _stored(self, name: str) -> str:
        value = self._stored_value(name)
        choices = getattr(self.fields[name], "choices", ())
        labels = {str(getattr(choice, "value", choice)): label for choice, label in choices}
        return str(labels.get(str(value), value)) or "nothing"

    def _show_stored(self, name: str) -> None:
        """From now on the form was shown with the stored value, so that saving again is a decision."""
        self.data = dict(self.data.items()) | {self[name].html_initial_name: str(self._stored_value(name))}

    def _stored_value(self, name: str) -> Any:
        value = self.fields[name].prepare_value(self[name].initial)
        return "" if value is None else value


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what the domain says beside the fields; what is about no field of the form, above them."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in by_field.items():
        form.add_error(name if name in form.fields else None, messages)
