"""The forms of timelines and series in the admin, a series' times on its own clock."""

from typing import Any
from zoneinfo import ZoneInfo

from scheduling.admin_forms import PlanningForm
from scheduling.domain import series, timelines
from scheduling.fields import WallClockField, set_clocks
from scheduling.models import Series, Timeline
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
            "name": {"required": "Name is required"},
            "client": {"invalid_choice": "Client not found"},
        }
        help_texts = {"client": "Whoever it is has all that is still to come on the timeline."}


class SeriesForm(PlanningForm):
    """Everything about a series: what repeats, takes place once, or has no time yet."""

    taken = "start"
    create = staticmethod(series.create)
    revise = staticmethod(series.revise)

    start = WallClockField(label="Start", required=False)
    end = WallClockField(label="End", required=False)
    until = WallClockField(label="Until", required=False)

    class Meta:
        model = Series
        fields = "__all__"
        labels = {"interval": "Repeats every", "count": "Number of sessions"}
        error_messages = {
            "title": {"required": "Name is required"},
            "timeline": {"required": "Timeline is required", "invalid_choice": "Timeline not found"},
        }
        help_texts = {
            "cycle": "Empty: it takes place once, or at a time that is not known yet.",
            "count": "With neither this nor until it goes on without end.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self._zone()
        clock = f"On the series' clock{f' ({zone.key})' if zone else ''}."
        set_clocks(self, zone or WallClockField.zone, help_text=clock)
        self.fields["end"].help_text = f"Empty: after the trainer's usual length. {clock}"
        self.fields["until"].help_text = f"The last starts by then. {clock}"

    def trainer_in(self, values: dict[str, Any]) -> Trainer | None:
        timeline: Timeline | None = values.get("timeline")
        return timeline.trainer if timeline else None

    def _zone(self) -> ZoneInfo | None:
        """A new series is on the clock of its timeline's trainer."""
        if self.instance.pk is not None:
            return self.instance.zone
        timeline: Timeline | None = self.chosen("timeline")
        return timeline.trainer.zone if timeline else None
