"""Sessions, and the timelines and series that some of them belong to, for tests."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from clients.tests.factories import ClientFactory
from scheduling.models import Cycle, Series, Session, Timeline
from trainers.tests.factories import TrainerFactory


class SessionFactory(DjangoModelFactory):
    """An hour with a client, each a day after the one before, from Tuesday 2027-06-08 10:00 in Berlin."""

    class Meta:
        model = Session

    client = factory.SubFactory(ClientFactory)
    trainer = factory.SelfAttribute("client.trainer")
    title = "Personal Training"
    scheduled_start = factory.Sequence(lambda n: datetime(2027, 6, 8, 8, tzinfo=UTC) + timedelta(days=n))
    scheduled_end = factory.LazyAttribute(lambda session: session.scheduled_start + timedelta(hours=1))

    @classmethod
    def _setup_next_sequence(cls) -> int:
        return 0


class TimelineFactory(DjangoModelFactory):
    """A routine, of nobody in particular unless a client is given."""

    class Meta:
        model = Timeline

    client = None
    trainer = factory.Maybe(
        "client", factory.SelfAttribute("client.trainer"), factory.SubFactory(TrainerFactory)
    )
    name = "Morning routine"


class SeriesFactory(DjangoModelFactory):
    """Weekly for an hour, from Tuesday 2027-06-08 10:00 in Berlin; nothing of it is laid out yet."""

    class Meta:
        model = Series

    timeline = factory.SubFactory(TimelineFactory)
    trainer = factory.SelfAttribute("timeline.trainer")
    title = "Yoga"
    start = datetime(2027, 6, 8, 8, tzinfo=UTC)
    end = factory.LazyAttribute(lambda series: series.start and series.start + timedelta(hours=1))
    cycle = Cycle.WEEKLY
    timezone = factory.SelfAttribute("trainer.timezone")
    laid_out_until = factory.LazyAttribute(lambda series: series.start if series.cycle else None)


class OccurrenceFactory(SessionFactory):
    """The session of a series that takes place once, without a client, unless its timeline has one.

    Of a series that repeats, when one is given, it stands for the day on which it takes place.
    """

    series = factory.SubFactory(
        SeriesFactory,
        cycle=None,
        start=factory.SelfAttribute("..scheduled_start"),
        end=factory.SelfAttribute("..scheduled_end"),
    )
    trainer = factory.SelfAttribute("series.trainer")
    client = factory.SelfAttribute("series.timeline.client")
    title = factory.SelfAttribute("series.title")
    occurrence_on = factory.LazyAttribute(
        lambda session: (
            session.scheduled_start.astimezone(session.series.zone).date() if session.series.repeats else None
        )
    )
