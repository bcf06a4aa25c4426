"""The form of a saved view: its name."""

from django.utils.translation import gettext_lazy as _

from scheduling.models import SavedView
from trainers.forms import DomainForm


class SavedViewForm(DomainForm):
    class Meta:
        model = SavedView
        fields = ("name",)
        error_messages = {"name": {"required": _("Give it a name.")}}
