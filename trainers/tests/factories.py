"""Users and trainers for tests."""

import factory
from factory.django import DjangoModelFactory

from trainers.models import Trainer, User

PASSWORD = "correct horse battery staple"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence("user_{}".format)
    email = factory.LazyAttribute("{0.username}@example.com".format)
    password = factory.django.Password(PASSWORD)


class TrainerFactory(DjangoModelFactory):
    """Alice owns what the tests look at; Charlie, another trainer, must never see it."""

    class Meta:
        model = Trainer

    user = factory.SubFactory(UserFactory)
    full_name = "Alice Archer"
    timezone = "Europe/Berlin"
