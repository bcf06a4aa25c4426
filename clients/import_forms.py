"""The form that takes in a list: a file, or what was pasted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.importing import reading, sheets
from trainers.forms import LongText


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV or XLSX file"),
        required=False,
        help_text=gettext_lazy("At most 2 MB and 5,000 rows. Of a spreadsheet the first sheet is read."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
    )
    text = LongText(
        label=gettext_lazy("Or paste the rows here"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Also straight from a spreadsheet. The first row names the columns."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def clean_file(self) -> str:
        """The text in it."""
        file: Any = self.cleaned_data["file"]
        if not file:
            return ""
        if file.size > reading.MOST_BYTES:
            raise ValidationError(reading.too_large())
        return sheets.text_of(file.read())

    def clean_text(self) -> str:
        return reading.decode(self.cleaned_data["text"].encode())

    def clean(self) -> dict[str, Any]:
        file, pasted = self.cleaned_data.get("file", ""), self.cleaned_data.get("text", "")
        if not self.errors and file and pasted.strip():
            self.add_error("text", _("Choose a file or paste rows, not both."))
        elif not self.errors and not file and not pasted.strip():
            self.add_error("file", _("Choose a file, or paste rows below."))
        return self.cleaned_data

    @property
    def source(self) -> str:
        """The field that something came in by."""
        return "file" if self.cleaned_data.get("file") else "text"

    @property
    def wrong(self) -> list[forms.BoundField]:
        return [field for field in self if field.errors]
