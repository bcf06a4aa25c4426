"""The guard in the database: no overlap gets in, whoever writes; without it, one does."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F

from clients.tests.factories import ClientFactory
from scheduling.models import Session, guard
from trainers.models import Trainer

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def row(client, start=TEN, end=None, **values):
    """A session that goes around the domain, not stored yet."""
    return Session(
        client=client,
        trainer=client.trainer,
        title="Around the domain",
        scheduled_start=start,
        scheduled_end=end or start + HOUR,
        **values,
    )


def stored(*given, **values):
    session = row(*given, **values)
    session.save()
    return session


def refuses(reason=guard.TRAINER_OVERLAP):
    """The guard refuses what follows; a savepoint, because PostgreSQL goes on only after one."""

    class Refusal(transaction.Atomic):
        def __exit__(self, kind, error, traceback):
            super().__exit__(kind, error, traceback)
            assert kind is IntegrityError, f"not refused: {kind}"
            assert reason in str(error)
            return True

    return Refusal(using=None, savepoint=True, durable=False)


@pytest.fixture
def another(alice):
    """Another client of Alice's."""
    return ClientFactory(trainer=alice)


SHAPES = {
    "identical": (TEN, TEN + HOUR),
    "inside": (TEN + 15 * MINUTE, TEN + 30 * MINUTE),
    "around": (TEN - HOUR, TEN + 2 * HOUR),
    "left": (TEN - HOUR, TEN + MINUTE),
    "right": (TEN + 59 * MINUTE, TEN + 2 * HOUR),
    "one second": (TEN + HOUR - timedelta(seconds=1), TEN + 2 * HOUR),
    "fourteen days": (TEN - timedelta(days=14) + MINUTE, TEN + MINUTE),
}


@pytest.mark.parametrize(("start", "end"), SHAPES.values(), ids=SHAPES)
def test_create_that_overlaps(emma, another, start, end):
    stored(emma)

    with refuses():
        stored(another, start, end)

    assert Session.objects.count() == 1


@pytest.mark.parametrize(("start", "end"), SHAPES.values(), ids=SHAPES)
def test_create_without_the_guard_double_books(emma, another, start, end):
    """The negative control of the test above, and of all others here."""
    guard.remove(connection)
    stored(emma)

    stored(another, start, end)

    assert Session.objects.count() == 2


def test_create_over_the_longest(emma, another):
    """One that began fourteen days before and is under way still."""
    stored(emma, TEN, TEN + timedelta(days=14))

    with refuses():
        stored(another, TEN + timedelta(days=14) - MINUTE)


@pytest.mark.parametrize("start", [TEN - HOUR, TEN + HOUR])
def test_create_beside(emma, another, start):
    stored(emma)

    stored(another, start)

    assert Session.objects.count() == 2


def test_create_of_another_trainer(emma, charlie):
    stored(emma)

    stored(ClientFactory(trainer=charlie))

    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "free"), [("cancelled", True), ("no-show", True), ("completed", False), ("scheduled", False)]
)
def test_create_over_a_status(emma, another, status, free):
    stored(emma, status=status)

    if free:
        stored(another)
    else:
        with refuses():
            stored(another)


@pytest.mark.parametrize("status", ["cancelled", "no-show"])
def test_create_with_a_status_that_holds_no_time(emma, another, status):
    stored(emma)

    stored(another, status=status)

    assert Session.objects.count() == 2


def test_bulk_create_within_itself(emma, another):
    with refuses():
        Session.objects.bulk_create([row(emma), row(another, TEN + HOUR), row(another, TEN + 30 * MINUTE)])

    assert Session.objects.count() == 0


def test_bulk_create_beside_each_other(emma):
    Session.objects.bulk_create([row(emma, TEN + n * HOUR) for n in range(20)])

    assert Session.objects.count() == 20


def test_update_of_times(emma, another):
    stored(emma)
    other = stored(another, TEN + 2 * HOUR)

    with refuses():
        Session.objects.filter(pk=other.pk).update(scheduled_start=TEN + 59 * MINUTE)

    other.refresh_from_db()
    assert other.scheduled_start == TEN + 2 * HOUR


def test_update_of_its_own_times(emma):
    session = stored(emma)

    Session.objects.update(scheduled_end=TEN + 2 * HOUR)
    Session.objects.update(scheduled_start=TEN + HOUR)

    session.refresh_from_db()
    assert (session.scheduled_start, session.scheduled_end) == (TEN + HOUR, TEN + 2 * HOUR)


def test_update_of_many_rows(emma):
    """All forward by three hours; on the way the first does not stand where the second stood."""
    stored(emma, TEN)
    stored(emma, TEN + 2 * HOUR)

    Session.objects.update(
        scheduled_start=F("scheduled_start") + 3 * HOUR, scheduled_end=F("scheduled_end") + 3 * HOUR
    )

    assert Session.objects.filter(scheduled_start__gte=TEN + 3 * HOUR).count() == 2


@pytest.mark.parametrize("status", ["cancelled", "no-show"])
def test_update_back_to_a_status_that_holds_time(emma, another, status):
    session = stored(emma, status=status)
    stored(another)

    for holding in Session.HOLDING:
        with refuses():
            Session.objects.filter(pk=session.pk).update(status=holding)

    session.refresh_from_db()
    assert session.status == status


def test_update_from_scheduled_to_completed(emma):
    stored(emma)

    Session.objects.update(status="completed", notes="went well")

    assert Session.objects.get().status == "completed"


def test_update_of_the_trainer(emma, charlie):
    session = stored(emma)
    stored(ClientFactory(trainer=charlie))

    with refuses():
        Session.objects.filter(pk=session.pk).update(trainer=charlie)


def test_update_of_the_client(alice, emma, another):
    Trainer.objects.update(parallel_sessions=2)
    session = stored(emma)
    stored(another)

    with refuses(guard.CLIENT_OVERLAP):
        Session.objects.filter(pk=session.pk).update(client=another)


def test_save_that_overlaps(emma, another):
    stored(emma)
    other = stored(another, TEN + HOUR)

    other.scheduled_start = TEN
    with refuses():
        other.save()


def test_parallel_sessions_up_to_the_number(alice):
    Trainer.objects.update(parallel_sessions=3)
    clients = ClientFactory.create_batch(4, trainer=alice)
    Session.objects.bulk_create([row(client) for client in clients[:3]])

    with refuses():
        stored(clients[3], TEN + 59 * MINUTE)

    stored(clients[3], TEN + HOUR)
    assert Session.objects.count() == 4


def test_parallel_sessions_counts_instants_not_overlaps(alice):
    Trainer.objects.update(parallel_sessions=2)
    clients = ClientFactory.create_batch(4, trainer=alice)
    stored(clients[0], TEN, TEN + HOUR)
    stored(clients[1], TEN + HOUR, TEN + 2 * HOUR)

    stored(clients[2], TEN, TEN + 2 * HOUR)

    with refuses():
        stored(clients[3], TEN + 119 * MINUTE, TEN + 3 * HOUR)


def test_parallel_sessions_busy_in_the_middle_only(alice):
    Trainer.objects.update(parallel_sessions=2)
    clients = ClientFactory.create_batch(3, trainer=alice)
    stored(clients[0], TEN + HOUR, TEN + 3 * HOUR)
    stored(clients[1], TEN + 2 * HOUR, TEN + 4 * HOUR)

    with refuses():
        stored(clients[2], TEN, TEN + 5 * HOUR)


def test_client_twice_at_once(alice, emma):
    Trainer.objects.update(parallel_sessions=2)
    stored(emma)

    with refuses(guard.CLIENT_OVERLAP):
        stored(emma, TEN + 30 * MINUTE)


def test_client_with_two_trainers_at_once(emma, charlie):
    """Clients can be handed over."""
    stored(emma)
    session = row(emma)
    session.trainer = charlie

    with refuses(guard.CLIENT_OVERLAP):
        session.save()


def test_put_back_after_a_table_was_rebuilt(emma, another):
    """SQLite loses the triggers with the old table, PostgreSQL keeps them; then as before both refuse."""
    if connection.vendor == "sqlite":
        guard.remove(connection)
    stored(emma)

    guard.put_back("default")

    with refuses():
        stored(another)


def test_install_after_remove(emma, another):
    guard.remove(connection)
    guard.install(connection)
    stored(emma)

    with refuses():
        stored(another)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("session_end_after_start", {"scheduled_end": TEN}),
        ("session_end_after_start", {"scheduled_end": TEN - HOUR}),
        ("session_at_most_14_days", {"scheduled_end": TEN + timedelta(days=14, seconds=1)}),
        ("session_from_1970_to_2099", {"scheduled_start": datetime(1969, 12, 31, 23, tzinfo=UTC)}),
        ("session_from_1970_to_2099", {"scheduled_start": datetime(2099, 12, 31, 23, tzinfo=UTC)}),
        ("session_actual_end_after_start", {"actual_start": TEN, "actual_end": TEN}),
        ("session_status_known", {"status": "weird"}),
        ("session_type_known", {"session_type": "weird"}),
    ],
)
@pytest.mark.parametrize("status", ["scheduled", "cancelled"])
def test_check_constraint(emma, name, values, status):
    session = row(emma, values.get("scheduled_start", TEN), status=status)
    for field, value in values.items():
        setattr(session, field, value)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        session.save()
