"""Booking, revising, cancelling: the rules, and what is said when one is broken."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from clients.domain import deactivate, reactivate
from clients.tests.factories import ClientFactory
from scheduling.domain import booking
from scheduling.domain.conflicts import SchedulingConflict
from scheduling.models import Session

TEN = datetime(2027, 6, 8, 8, tzinfo=UTC)  # ten o'clock in Berlin
HOUR = timedelta(hours=1)


def values(client, start=TEN, end=None, **more):
    return {
        "client": client,
        "title": "Rehab",
        "scheduled_start": start,
        "scheduled_end": end or start + HOUR,
        **more,
    }


@pytest.fixture
def booked(alice, emma, now) -> Session:
    return booking.book(alice, values(emma), now=now)


def test_book(alice, emma, now):
    session = booking.book(alice, values(emma, location="Gym"), now=now)

    stored = Session.objects.get()
    assert stored == session
    assert (stored.title, stored.location, stored.notes) == ("Rehab", "Gym", None)
    assert (stored.status, stored.session_type) == ("scheduled", "personal")
    assert (stored.created_at, stored.updated_at) == (now, now)


def test_book_cuts_fractions_of_a_second(alice, emma, now):
    session = booking.book(alice, values(emma, TEN.replace(microsecond=999_999)), now=now)

    assert session.scheduled_start == TEN


def test_book_without_anything_names_every_field(alice, now):
    with pytest.raises(ValidationError) as error:
        booking.book(alice, {}, now=now)

    assert error.value.message_dict == {
        "client": ["Client is required"],
        "title": ["Title is required"],
        "scheduled_start": ["Scheduled start time is required"],
        "scheduled_end": ["Scheduled end time is required"],
    }


def test_book_keeps_what_the_door_says(alice, emma, now):
    with pytest.raises(ValidationError) as error:
        booking.book(alice, values(emma, title=""), now=now, errors={"location": "Not a text."})

    assert error.value.message_dict == {"title": ["Title is required"], "location": ["Not a text."]}


@pytest.mark.parametrize("length", [timedelta(0), -HOUR])
def test_book_end_not_after_start(alice, emma, now, length):
    with pytest.raises(ValidationError) as error:
        booking.book(alice, values(emma, TEN, TEN + length), now=now)

    assert error.value.message_dict == {"scheduled_end": ["Scheduled end time must be after start time"]}


def test_book_longest(alice, emma, now):
    longest = timedelta(days=14)

    booking.book(alice, values(emma, TEN, TEN + longest), now=now)
    with pytest.raises(ValidationError, match="A session lasts at most 14 days"):
        booking.book(alice, values(emma, TEN + longest, TEN + 2 * longest + timedelta(seconds=1)), now=now)


@pytest.mark.parametrize(
    ("start", "fits"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), True),
        (datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), False),
        (datetime(2099, 12, 31, 22, 59, 59, tzinfo=UTC), True),
        (datetime(2099, 12, 31, 23, tzinfo=UTC), False),
    ],
)
def test_book_bounds(alice, emma, now, start, fits):
    if fits:
        booking.book(alice, values(emma, start), now=now)
    else:
        with pytest.raises(ValidationError, match="from 1970 to before 2100"):
            booking.book(alice, values(emma, start), now=now)


@pytest.mark.parametrize("title", ["   ", "\u200b\u200b", "two\nlines", "nul\x00", "\ud800", "x" * 201])
def test_book_title_refused(alice, emma, now, title):
    with pytest.raises(ValidationError) as error:
        booking.book(alice, values(emma, title=title), now=now)

    assert list(error.value.message_dict) == ["title"]


def test_book_client_of_another_trainer(alice, charlie, now):
    with pytest.raises(ValidationError) as error:
        booking.book(alice, values(ClientFactory(trainer=charlie)), now=now)

    assert error.value.message_dict == {"client": ["Client not found"]}


def test_book_inactive_client(alice, emma, now):
    with pytest.raises(ValidationError) as error:
        booking.book(alice, values(deactivate(emma)), now=now)

    assert list(error.value.message_dict) == ["client"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (TEN, TEN + HOUR),
        (TEN + HOUR / 4, TEN + HOUR / 2),
        (TEN - HOUR, TEN + 2 * HOUR),
        (TEN - HOUR / 2, TEN + HOUR / 2),
        (TEN + HOUR / 2, TEN + 2 * HOUR),
        (TEN + HOUR - timedelta(seconds=1), TEN + 2 * HOUR),
    ],
    ids=["identical", "inside", "around", "left", "right", "one second"],
)
def test_book_overlap(alice, booked, now, start, end):
    another = ClientFactory(trainer=alice)

    with pytest.raises(SchedulingConflict) as conflict:
        booking.book(alice, values(another, start, end), now=now)

    assert str(conflict.value) == ('Scheduling conflict detected with session "Rehab" at 2027-06-08T10:00:00')
    assert Session.objects.count() == 1


@pytest.mark.parametrize("start", [TEN - HOUR, TEN + HOUR])
def test_book_adjacent(alice, emma, booked, now, start):
    booking.book(alice, values(emma, start), now=now)

    assert Session.objects.count() == 2


def test_book_names_the_earliest_conflict(alice, emma, booked, now):
    booking.book(alice, values(emma, TEN + HOUR, title="Later"), now=now)

    with pytest.raises(SchedulingConflict) as conflict:
        booking.book(alice, values(emma, TEN - HOUR, TEN + 3 * HOUR), now=now)

    assert conflict.value.in_the_way == booked


@pytest.mark.parametrize(("status", "free"), [("cancelled", True), ("no-show", True), ("completed", False)])
def test_book_over_status(alice, emma, booked, now, status, free):
    booking.revise(booked, {"status": status}, now=now)

    if free:
        booking.book(alice, values(emma), now=now)
    else:
        with pytest.raises(SchedulingConflict):
            booking.book(alice, values(emma), now=now)


def test_book_parallel_sessions(alice, now):
    alice.parallel_sessions = 3
    alice.save()
    for _ in range(3):
        booking.book(alice, values(ClientFactory(trainer=alice)), now=now)

    with pytest.raises(SchedulingConflict):
        booking.book(alice, values(ClientFactory(trainer=alice)), now=now)

    assert Session.objects.count() == 3


def test_book_parallel_sessions_counts_instants_not_overlaps(alice, now):
    """Two that follow each other take one place of two, so a third beside both has room."""
    alice.parallel_sessions = 2
    alice.save()
    booking.book(alice, values(ClientFactory(trainer=alice)), now=now)
    booking.book(alice, values(ClientFactory(trainer=alice), TEN + HOUR), now=now)

    booking.book(alice, values(ClientFactory(trainer=alice), TEN, TEN + 2 * HOUR), now=now)

    with pytest.raises(SchedulingConflict) as conflict:
        booking.book(alice, values(ClientFactory(trainer=alice), TEN + HOUR * 3 / 2), now=now)
    assert conflict.value.in_the_way.scheduled_end == TEN + 2 * HOUR


def test_book_client_twice_at_once(alice, emma, booked, now):
    alice.parallel_sessions = 3
    alice.save()

    with pytest.raises(SchedulingConflict):
        booking.book(alice, values(emma), now=now)


def test_book_client_whom_another_trainer_has_at_that_time(alice, emma, charlie, booked, now):
    """Clients can be handed over; the words must not tell what the other trainer wrote."""
    emma.trainer = charlie
    emma.save()

    with pytest.raises(SchedulingConflict) as conflict:
        booking.book(charlie, values(emma), now=now)

    assert str(conflict.value) == (
        "Scheduling conflict detected with another session of this client at 2027-06-08T04:00:00"
    )


def test_revise_writes_only_what_changed(booked, now):
    Session.objects.filter(pk=booked.pk).update(notes="written meanwhile")
    later = now + HOUR

    session = booking.revise(booked, {"title": "HIIT"}, now=later)

    stored = Session.objects.get()
    assert (stored.title, stored.notes, stored.updated_at) == ("HIIT", "written meanwhile", later)
    assert session.notes == "written meanwhile"


def test_revise_without_a_difference(booked, now):
    session = booking.revise(booked, {"title": "Rehab", "scheduled_start": TEN}, now=now + HOUR)

    assert session.updated_at == now


def test_revise_to_own_time(booked, now):
    session = booking.revise(booked, {"scheduled_start": TEN + HOUR / 4}, now=now)

    assert session.scheduled_start == TEN + HOUR / 4


@pytest.mark.parametrize("changes", [{"scheduled_end": TEN - HOUR}, {"scheduled_start": TEN + 2 * HOUR}])
def test_revise_one_end_beyond_the_other(booked, now, changes):
    with pytest.raises(ValidationError, match="must be after start time"):
        booking.revise(booked, changes, now=now)


def test_revise_into_conflict_changes_nothing(alice, emma, booked, now):
    other = booking.book(alice, values(emma, TEN + 2 * HOUR, title="Other"), now=now)

    with pytest.raises(SchedulingConflict):
        booking.revise(
            other, {"title": "Moved", "scheduled_start": TEN, "scheduled_end": TEN + HOUR}, now=now
        )

    other.refresh_from_db()
    assert (other.title, other.scheduled_start) == ("Other", TEN + 2 * HOUR)


def test_revise_actual_times(booked, now):
    with pytest.raises(ValidationError) as error:
        booking.revise(booked, {"actual_start": TEN, "actual_end": TEN}, now=now)
    assert error.value.message_dict == {"actual_end": ["Actual end time must be after start time"]}

    booking.revise(booked, {"actual_start": TEN, "actual_end": TEN + HOUR}, now=now)
    session = booking.revise(booked, {"actual_start": None, "actual_end": None}, now=now)
    assert (session.actual_start, session.actual_end) == (None, None)


def test_revise_inactive_client_keeps_other_edits(booked, emma, now):
    deactivate(emma)

    assert booking.revise(booked, {"notes": "knee"}, now=now).notes == "knee"


@pytest.mark.parametrize("before", ["cancelled", "no-show"])
@pytest.mark.parametrize("after", ["scheduled", "completed"])
def test_session_of_an_inactive_client_does_not_take_its_time_again(booked, emma, now, before, after):
    booking.revise(booked, {"status": before}, now=now)
    deactivate(emma)

    with pytest.raises(ValidationError) as error:
        booking.revise(booked, {"status": after}, now=now)

    assert error.value.message_dict == {
        "client": ["This client is inactive; bring the client back before booking"]
    }
    booked.refresh_from_db()
    assert booked.status == before
    reactivate(emma)
    assert booking.revise(booked, {"status": after}, now=now).status == after


def test_session_of_an_inactive_client_that_is_over_is_put_right(booked, emma):
    later = booked.scheduled_end
    booking.revise(booked, {"status": "no-show"}, now=later)
    deactivate(emma)

    assert booking.revise(booked, {"status": "completed"}, now=later).status == "completed"


@pytest.mark.parametrize("status", ["completed", "no-show", "cancelled"])
def test_session_of_an_inactive_client_is_settled(booked, emma, now, status):
    deactivate(emma)

    assert booking.revise(booked, {"status": status}, now=now).status == status


@pytest.mark.parametrize("status", ["scheduled", "completed"])
def test_back_without_an_end_is_refused(booked, now, status):
    cancelled = booking.cancel(booked, now=now)

    with pytest.raises(ValidationError) as refused:
        booking.revise(cancelled, {"status": status, "scheduled_end": None}, now=now)

    assert refused.value.message_dict == {"scheduled_end": ["Scheduled end time is required"]}


def test_revise_to_inactive_client(alice, booked, now):
    with pytest.raises(ValidationError, match="inactive"):
        booking.revise(booked, {"client": deactivate(ClientFactory(trainer=alice))}, now=now)


def test_revise_removed_meanwhile(booked, now):
    booking.remove(Session.objects.get(), now=now)

    with pytest.raises(Session.DoesNotExist):
        booking.revise(booked, {"title": "HIIT"}, now=now)


def test_cancel_frees_the_time_and_back_is_checked(alice, emma, booked, now):
    cancelled = booking.cancel(booked, now=now)
    booking.book(alice, values(emma), now=now)

    with pytest.raises(SchedulingConflict):
        booking.revise(cancelled, {"status": "scheduled"}, now=now)


def test_cancel_twice_changes_nothing(booked, now):
    booking.cancel(booked, now=now)

    assert booking.cancel(booked, now=now + HOUR).updated_at == now


def test_book_queries(alice, emma, now, django_assert_num_queries):
    # the lock, the client, series to come, the insert, the record, a savepoint and its release
    with django_assert_num_queries(7):
        booking.book(alice, values(emma), now=now)
