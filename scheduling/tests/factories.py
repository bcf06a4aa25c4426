"""Sessions for tests."""

from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from clients.tests.factories import ClientFactory
from scheduling.models import Session


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
