"""The form of a saved view: its name."""

from scheduling.models import SavedView
from trainers.forms import DomainForm


class SavedViewForm(DomainForm):
    class Meta:
        model = SavedView
        fields = ("name",)
        error_messages = {"name": {"required": "Give it a name."}}
