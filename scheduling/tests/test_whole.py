"""A session as a whole: all that is stored of it and of its client, with one question."""

import pytest

from clients.models import Client
from scheduling.domain import whole
from scheduling.models import Session
from scheduling.tests.factories import OccurrenceFactory, SessionFactory
from trainers.prepared import columns, row_of
from trainers.tests.factories import TrainerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["pk", "uuid"])
def test_of_trainer(name, django_assert_num_queries):
    SessionFactory()
    session = SessionFactory()
    trainer = session.trainer

    with django_assert_num_queries(1):
        found = whole.of_trainer(trainer, **{name: getattr(session, name)})
        client = found.client

    assert row_of(found, columns(Session)) == row_of(Session.objects.get(pk=session.pk), columns(Session))
    assert row_of(client, columns(Client)) == row_of(Client.objects.get(pk=client.pk), columns(Client))
    assert found.trainer is trainer


def test_of_another_trainer():
    session = SessionFactory()

    assert whole.of_trainer(TrainerFactory(), pk=session.pk) is None


def test_again_without_a_client():
    session = OccurrenceFactory(series__timeline__client=None)

    assert whole.again(session).client is None


def test_again_of_what_was_removed():
    session = SessionFactory()
    Session.objects.all().delete()

    with pytest.raises(Session.DoesNotExist):
        whole.again(session)
