"""A part of a list, and how many there are, also while others write."""

import pytest
from django.db.models import QuerySet

from clients.models import Client
from clients.tests.factories import ClientFactory
from mectofitness.api.paging import part

pytestmark = pytest.mark.django_db


class WrittenMeanwhile(QuerySet):
    """Clients, of whom some come or go right after they were counted."""

    come = go = 0

    def count(self) -> int:
        total = super().count()
        ClientFactory.create_batch(self.come, trainer=Client.objects.first().trainer)
        Client.objects.filter(pk__in=Client.objects.order_by("-pk")[: self.go]).delete()
        return total


@pytest.mark.parametrize(
    ("come", "go", "start", "length", "expected"),
    [
        (0, 0, 0, 2, (2, 3)),
        (0, 0, 2, 2, (1, 3)),
        (0, 0, 3, 2, (0, 3)),
        (1, 0, 0, 10, (4, 4)),
        (1, 0, 2, 2, (2, 4)),
        (0, 1, 0, 10, (2, 2)),
        (0, 1, 2, 2, (0, 2)),
    ],
)
def test_part(emma, come, go, start, length, expected):
    ClientFactory.create_batch(2, trainer=emma.trainer)
    clients = WrittenMeanwhile(Client)
    clients.come, clients.go = come, go

    found, total = part(clients, start, length)

    assert (len(found), total) == expected
