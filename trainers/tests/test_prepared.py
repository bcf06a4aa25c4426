"""Questions made into SQL once answer what their querysets do, with whatever they are asked."""

from datetime import UTC, datetime

import pytest
from django.db.models import BigAutoField, CharField, DateTimeField

from trainers.models import TimeOff, Trainer
from trainers.prepared import Given, Prepared, columns, instance, row_of
from trainers.tests.factories import TrainerFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 6, 8, 12, tzinfo=UTC)

named = Prepared(
    lambda: (
        Trainer.objects.filter(full_name__icontains=Given("text", CharField()))
        .order_by("pk")
        .values_list(*columns(Trainer))
    )
)
over_by = Prepared(
    lambda: TimeOff.objects.filter(
        trainer=Given("trainer", BigAutoField()), end__lte=Given("end", DateTimeField())
    ).values_list("start", "end", "reason")
)


def test_prepared_asks_with_other_values_each_time():
    anna, ben = TrainerFactory(full_name="Anna 100%"), TrainerFactory(full_name="Ben")

    assert [instance(Trainer, row) for row in named(text="anna")] == [anna]
    assert [instance(Trainer, row) for row in named(text="BEN")] == [ben]
    assert [instance(Trainer, row) for row in named(text="%")] == [anna]
    assert named(text="nobody") == []


def test_prepared_restores_every_column():
    anna = TrainerFactory()

    (row,) = named(text=anna.full_name)

    restored, stored = instance(Trainer, row), Trainer.objects.get()
    assert [getattr(restored, name) for name in columns(Trainer)] == [
        getattr(stored, name) for name in columns(Trainer)
    ]
    assert restored._state.adding is False


@pytest.mark.parametrize(("part", "found"), [((0, 2), [0, 1]), ((1, 5), [1, 2]), ((3, 1), [])])
def test_prepared_part(part, found):
    trainers = [TrainerFactory(full_name="Anna") for _ in range(3)]

    rows = named(part, text="anna")

    assert [instance(Trainer, row) for row in rows] == [trainers[place] for place in found]


def test_prepared_reads_and_compares_instants():
    trainer = TrainerFactory()
    TimeOff.objects.create(trainer=trainer, start=NOON, end=NOON.replace(hour=13), reason="Lunch")

    assert list(map(tuple, over_by(trainer=trainer.pk, end=NOON.replace(hour=13)))) == [
        (NOON, NOON.replace(hour=13), "Lunch")
    ]
    assert over_by(trainer=trainer.pk, end=NOON) == []


def test_row_of_an_object_and_what_is_related():
    trainer = TrainerFactory(full_name="Anna")

    row = row_of(trainer, ["full_name", "user__username", "user__last_login", "user__last_login__year"])

    assert row == ("Anna", trainer.user.username, None, None)
