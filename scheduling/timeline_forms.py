"""The form of a timeline, and the field to choose one."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from clients.models import Client
from scheduling.forms import bookable, optional_text
from scheduling.models import Timeline
from trainers.forms import DomainForm
from trainers.models import Trainer


class TimelineSelect(forms.Select):
    """Tells of each timeline whose it is, for the script that shows only those of the client."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if timeline := getattr(value, "instance", None):
            option["attrs"]["data-client"] = str(timeline.client.uuid)
        return option


class TimelineField(forms.ModelChoiceField):
    widget = TimelineSelect

    def label_from_instance(self, timeline: Any) -> str:
        return f"{timeline.client.name}: {timeline.name}"


class TimelineForm(DomainForm):
    """A timeline, and whose it is."""

    client = forms.ModelChoiceField(
        Client.objects.none(),
        label=_("Client"),
        required=False,
        to_field_name="uuid",
        empty_label=_("No client"),
        error_messages={"invalid_choice": _("Choose one of your clients.")},
    )
    description = optional_text(_("Description"))

    class Meta:
        model = Timeline
        fields = ("name", "client", "description")
        error_messages = {"name": {"required": _("Give it a name.")}}

    def __init__(self, trainer: Trainer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["client"] = self.instance.client
        clients = cast(forms.ModelChoiceField, self.fields["client"])
        clients.queryset = bookable(trainer, self.instance.client_id)
