"""The forms of timelines and series in the admin, a series' times on its own clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from scheduling import admin_words
from scheduling.admin_forms import PlanningForm
from scheduling.admin_steps import of_thing
from scheduling.domain import series, timelines
from scheduling.fields import WallClockField, set_clocks
from scheduling.models import Series, Timeline
from scheduling.wording import plain
from trainers.models import Trainer


class TimelineForm(PlanningForm):
    """Everything about a timeline. Whose it is is said once."""

    taken = "client"
    create = staticmethod(timelines.create)
    revise = staticmethod(timelines.revise)

    class Meta:
        model = Timeline
        fields = "__all__"
        error_messages = {
            "name": {"required": _("Name is required")},
            "client": {"invalid_choice": _("Client not found")},
        }
        help_texts = {"client": _("Whoever it is has all that is still to come on the timeline.")}

    def told(self, done: Timeline, *, is_new: bool, now: datetime) -> str:
        return of_thing(_("Saved {what}."), done)


class SeriesForm(PlanningForm):
    """Everything about a series: what repeats, takes place once, or has no time yet."""

    taken = "start"
    create = staticmethod(series.create)
    revise = staticmethod(series.revise)

    start = WallClockField(label=_("Start"), required=False)
    end = WallClockField(label=_("End"), required=False)
    until = WallClockField(label=_("Until"), required=False)

    class Meta:
        model = Series
        fields = "__all__"
        labels = {"interval": _("Repeats every"), "count": _("Number of sessions")}
        error_messages = {
            "title": {"required": _("Name is required")},
            "timeline": {"required": _("Timeline is required"), "invalid_choice": _("Timeline not found")},
        }
        help_texts = {
            "cycle": _("Empty: it takes place once, or at a time that is not known yet."),
            "count": _("With neither this nor until it goes on without end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self._zone()
        clock = (
            gettext("On the series' clock (%(zone)s).") % {"zone": zone.key}
            if zone
            else gettext("On the series' clock.")
        )
        set_clocks(self, zone or WallClockField.zone, help_text=clock)
        usual = gettext("Empty: after the trainer's usual length.")
        self.fields["end"].help_text = f"{usual} {clock}"
        self.fields["until"].help_text = f"{gettext('The last starts by then.')} {clock}"

    def trainer_in(self, values: dict[str, Any]) -> Trainer | None:
        timeline: Timeline | None = values.get("timeline")
        return timeline.trainer if timeline else None

    def told(self, done: Series, *, is_new: bool, now: datetime) -> str:
        sentence = _("Added <bdi>{name}</bdi>: {rule}.") if is_new else _("Saved <bdi>{name}</bdi>: {rule}.")
        return plain(format_html(str(sentence), name=done.title, rule=admin_words.rule(done)))

    def _zone(self) -> ZoneInfo | None:
        """A new series is on the clock of its timeline's trainer."""
        if self.instance.pk is not None:
            return self.instance.zone
        timeline: Timeline | None = self.chosen("timeline")
        return timeline.trainer.zone if timeline else None
