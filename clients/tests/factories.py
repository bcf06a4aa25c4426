"""Clients for tests."""

import factory
from factory.django import DjangoModelFactory

from clients.models import Client
from trainers.tests.factories import TrainerFactory


class ClientFactory(DjangoModelFactory):
    class Meta:
        model = Client

    trainer = factory.SubFactory(TrainerFactory)
    first_name = "Emma"
    last_name = "Wilson"
    email = factory.Sequence("emma{}@example.com".format)
    phone = "+1-555-0123"
