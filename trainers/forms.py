"""Forms whose values the domain checks and writes, for the pages of every app."""

from collections.abc import Iterable
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class LongText(forms.CharField):
    """A text of several lines. Browsers send CR LF for each of its line ends; stored is LF."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class BothVersions(forms.ModelForm):
    """Carries values as they were shown, and shows both versions when another is stored by then."""

    OVERTAKEN = gettext_lazy(
        "Somebody else has changed this since you opened it. Both versions are shown below."
    )

    is_overtaken = False

    def carry(self, names: Iterable[str]) -> None:
        """Have the page say of these fields what they were shown with."""
        for name in names:
            self.fields[name].show_hidden_initial = True

    def show_theirs(self) -> bool:
        """Say of each field that somebody else has changed what is stored now; False if there is none."""
        carried = [name for name, field in self.fields.items() if field.show_hidden_initial]
        theirs = [name for name in carried if self._is_overtaken(name)]
        for name in theirs:
            self._show_both(name)
        return bool(theirs)

    def _is_overtaken(self, name: str) -> bool:
        """Whether the stored value is neither what this form was shown with nor what it says now."""
        bound, field = self[name], self.fields[name]
        if bound.html_initial_name not in self.data:
            return False
        stored, shown = bound.initial, self.data[bound.html_initial_name]
        return field.has_changed(stored, shown) and field.has_changed(stored, bound.data)

    def _show_both(self, name: str) -> None:
        """Say what is stored now. It also stands in the field, unless this form says something of its own."""
        bound = self[name]
        is_ours = name in self.changed_data
        words = (
            _("Changed meanwhile, to: %(stored)s. Save again to keep yours.")
            if is_ours
            else _("Changed meanwhile, to: %(stored)s. It stands here now; save again to keep it so.")
        )
        self.add_error(name, words % {"stored": self._stored(name)})
        # From now on the form was shown with the stored value, so that saving again is a decision.
        self._put(bound.html_initial_name, self._sent(name))
        if not is_ours:
            self._put(bound.html_name, self._sent(name))

    def _put(self, html_name: str, value: str) -> None:
        # A copy keeps all values of a field that has several.
        data: Any = copy(self.data)
        data[html_name] = value
        self.data = data

    def _sent(self, name: str) -> str:
        """The stored value as a browser would send it."""
        value = self._stored_value(name)
        if isinstance(value, bool):  # of which a checkbox would say nothing
            return str(value)
        sent: Any = self.fields[name].widget.format_value(value)
        one = sent[0] if isinstance(sent, list) else sent
        return "" if one is None else str(one)

    def _stored(self, name: str) -> str:
        value = self._stored_value(name)
        choices = getattr(self.fields[name], "choices", ())
        labels = {str(getattr(choice, "value", choice)): label for choice, label in choices}
        if isinstance(value, bool) and not labels:
            return _("yes") if value else _("no")
        return str(labels.get(str(value), value)) or _("nothing")

    def _stored_value(self, name: str) -> Any:
        value = self.fields[name].prepare_value(self[name].initial)
        return "" if value is None else value


class DomainForm(BothVersions):
    """Shows and reads the fields of a model; the domain checks and writes them.

    A form for something stored carries its version, and each value as it was shown. So only what was changed
    in this form is written. When somebody else was first, nothing is: the form comes back with both versions,
    in which theirs stands wherever only they have changed something, and saving again is a decision.
    """

    OVERTAKEN_ELSEWHERE = gettext_lazy(
        "Somebody else has changed this since you opened it, but nothing that stands in this form. "
        "Save again to keep what you have changed."
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["version"]
            return
        self.initial["version"] = self.instance.version
        self.carry(self.fields.keys() - {"version"})

    def _post_clean(self) -> None:
        """The domain checks the model; nothing is written into the instance here."""

    def clean(self) -> dict[str, Any]:
        has_theirs = self.show_theirs()
        self.is_overtaken = has_theirs or self._is_of_another_version()
        if self.is_overtaken:
            said = self.OVERTAKEN if has_theirs else self.OVERTAKEN_ELSEWHERE
            self.add_error(None, f"{said} {self.warning}".strip())
            self._put(self["version"].html_name, str(self.instance.version))
        return self.cleaned_data

    @property
    def warning(self) -> str:
        """What else to know of the stored version, that no field of the form shows."""
        return ""

    @property
    def seen(self) -> int | None:
        """The version that this form was made on, for the domain."""
        return self.instance.version if self.instance.pk else None

    @property
    def changes(self) -> dict[str, Any]:
        """{field: value} of what was changed in this form and could be read."""
        names = [name for name in self.changed_data if name != "version"]
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}

    @property
    def unreadable(self) -> dict[str, str]:
        """{field: message} of what could not be read: the domain adds its own to them."""
        return {name: str(messages[0]) for name, messages in self.errors.items()}

    @property
    def wrong(self) -> list[forms.BoundField]:
        """The fields that something is said about, in the order of the form."""
        return [field for field in self if field.errors]

    @property
    def status_of_refusal(self) -> int:
        """409 for what somebody else was quicker with, 400 for what is wrong."""
        return 409 if self.is_overtaken else 400

    def refuse(self, error: ValidationError) -> None:
        """Show what the domain says beside the fields, in place of what was said before."""
        self.errors.clear()
        add_errors(self, error)

    def _is_of_another_version(self) -> bool:
        return self.cleaned_data.get("version") not in {None, self.seen}


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what the domain says beside the fields; what is about no field of the form, above them."""
    by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    for name, messages in by_field.items():
        form.add_error(name if name in form.fields else None, messages)
