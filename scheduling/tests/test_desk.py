"""The desk: staff see all trainers, book any of them, and give sessions and clients to others."""

import re
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from clients.domain import deactivate
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.desk import DeskDay, zone_of_desk
from scheduling.domain import handover
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import Step, TimeOff, WorkingHours
from trainers.tests.factories import TrainerFactory, UserFactory

pytestmark = pytest.mark.usefixtures("roles")

HOUR, DAY = timedelta(hours=1), date(2027, 6, 8)


@pytest.fixture
def desk(sign_in):
    return sign_in("front desk")


@pytest.fixture
def coming(emma):
    """Emma's, next week by the clock of whoever runs the tests: the pages look at the real one."""
    start = (timezone.now() + timedelta(days=7)).replace(hour=9, minute=0, second=0, microsecond=0)
    return SessionFactory(client=emma, scheduled_start=start, trainer_notes="Between us", notes="Bring shoes")


def address(page, session):
    args = {"day": session.scheduled_start.date(), "session": session.uuid}
    return reverse(f"desk-{page}", args=[args[page]])


def test_day_with_all_trainers(client, desk, coming, charlie):
    page = client.get(address("day", coming)).content.decode()

    assert coming.trainer.full_name in page
    assert "Charlie Cole" in page
    assert "America/New_York" in page
    assert reverse("desk-session", args=[coming.uuid]) in page


def drawn(board):
    """From which hour to which, whether the night is left out, and each column's closed rows."""
    closed = [[(stripe.row, stripe.rows) for stripe in column.day.closed] for column in board.columns]
    return board.hours.first_hour, board.hours.last_hour, board.is_cut, closed


def test_day_begins_with_the_first_working_day(alice, charlie, now):
    """In New York they work until two in the morning of Berlin."""
    day = DeskDay(DAY, now)

    assert drawn(day.board()) == (8, 24, True, [[(145, 48)], [(1, 72)]])
    assert drawn(day.board(whole=True)) == (0, 24, False, [[(1, 96), (241, 48)], [(25, 144)]])


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        (1, (1, 24, True, [[(1, 84), (229, 48)], [(13, 144)]])),
        (6, (6, 24, True, [[(1, 24), (169, 48)], [(1, 96)]])),
    ],
    ids=["in the night", "early"],
)
def test_day_begins_with_the_first_session(emma, charlie, now, hour, expected):
    start = datetime(2027, 6, 7, 22, tzinfo=UTC) + hour * HOUR
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=start)

    assert drawn(DeskDay(DAY, now).board()) == expected


def test_day_on_one_clock_leaves_nothing_out(alice, now):
    assert drawn(DeskDay(DAY, now).board()) == (8, 20, False, [[]])


def test_whole_day_is_one_link_away(client, desk, coming, charlie):
    cut = client.get(address("day", coming)).content.decode()
    whole = client.get(f"{address('day', coming)}?whole=1").content.decode()

    assert ("?whole=1" in cut, "rows-192" in cut) == (True, True)
    assert ("?whole=1" in whole, "rows-288" in whole) == (False, True)


def test_day_without_trainers(client, desk):
    answer = client.get("/desk/", follow=True)

    assert "There is no active trainer yet" in answer.content.decode()


@pytest.mark.parametrize("trainers", [1, 3])
def test_queries_of_a_day(client, desk, coming, trainers, django_assert_max_num_queries):
    for number in range(trainers - 1):
        trainer = TrainerFactory(user__username=f"trainer{number}")
        SessionFactory(client=ClientFactory(trainer=trainer), scheduled_start=coming.scheduled_start)
    client.get(address("day", coming))

    with django_assert_max_num_queries(10):
        client.get(f"{address('day', coming)}?at=10:00&minutes=60&kind=group")


def test_who_is_free(alice, emma, charlie, now):
    SessionFactory(client=emma)  # 10 to 11 in Berlin
    TimeOff.objects.create(trainer=charlie, start=now, end=now + 12 * HOUR)
    inactive = TrainerFactory(user__username="gone", user__is_active=False)
    day = DeskDay(DAY, now)

    taken = day.openings(datetime(2027, 6, 8, 8, 30, tzinfo=UTC), HOUR)
    free = day.openings(datetime(2027, 6, 8, 9, tzinfo=UTC), HOUR)

    assert [(each.trainer, each.is_free, each.start) for each in taken] == [
        (alice, False, datetime(2027, 6, 8, 9, tzinfo=UTC)),
        (charlie, False, datetime(2027, 6, 8, 18, tzinfo=UTC)),
    ]
    assert [(each.trainer, each.is_free) for each in free] == [(alice, True), (charlie, False)]
    assert inactive not in day.trainers


def test_who_has_a_place_left_has_something_else_then(alice, emma, now):
    alice.parallel_sessions = 3
    alice.save()
    other = SessionFactory(client=emma)  # 10 to 11 in Berlin

    (opening,) = DeskDay(DAY, now).openings(datetime(2027, 6, 8, 8, 30, tzinfo=UTC), HOUR)

    assert (opening.is_free, opening.beside) == (True, [other])


@pytest.mark.parametrize(
    ("zones", "zone"),
    [
        ([], "UTC"),
        (["Asia/Tokyo", "Europe/Rome", "Europe/Rome"], "Europe/Rome"),
        (["Asia/Tokyo", "Europe/Rome"], "Asia/Tokyo"),
        (["Europe/Rome", "Asia/Tokyo"], "Europe/Rome"),
    ],
    ids=["nobody", "most", "first of as many", "the other first"],
)
def test_zone_of_the_desk_is_that_of_most_trainers(db, now, zones, zone):
    for number, each in enumerate(zones):
        TrainerFactory(user__username=f"t{number}", full_name=f"Trainer {number}", timezone=each)
    TrainerFactory(user__username="gone", user__is_active=False, full_name="A", timezone="Asia/Seoul")

    assert (zone_of_desk().key, DeskDay(DAY, now).zone.key) == (zone, zone)


def test_nobody_is_free_in_the_past(alice, now):
    (opening,) = DeskDay(DAY, now).openings(now - 2 * HOUR, HOUR)

    assert (opening.is_free, opening.start) == (False, now)


def test_who_is_free_for_a_client(client, desk, emma):
    day = client.get("/desk/2037-06-08/", {"at": "10:00", "minutes": "60", "client": emma.uuid})
    today = client.get("/desk/", {"client": emma.uuid})

    assert f"client={emma.uuid}" in day.content.decode().split("desk-openings")[1]
    assert today.headers["Location"].endswith(f"?client={emma.uuid}")


@pytest.mark.parametrize(
    "query", ["at=25:00&minutes=60", "at=&minutes=60", "at=10:00&minutes=0", "at=10:00&minutes=x"]
)
def test_who_is_free_asked_wrongly(client, desk, alice, query):
    answer = client.get(f"/desk/2027-06-08/?{query}")

    assert (answer.status_code, answer.context["asked"]) == (200, None)
    assert answer.context["form"].errors


def booking(emma, start, **more):
    times = {"scheduled_start": f"{start:%Y-%m-%dT%H:%M}", "scheduled_end": f"{start + HOUR:%Y-%m-%dT%H:%M}"}
    return {"client": emma.uuid, "title": "Walk-in", "session_type": "personal", **times, **more}


def test_book(client, desk, emma):
    answer = client.post(
        reverse("desk-book", args=[emma.trainer_id]), booking(emma, datetime(2027, 6, 8, 10)), follow=True
    )

    session = Session.objects.get()
    assert (session.trainer, session.client) == (emma.trainer, emma)
    assert session.scheduled_start == datetime(2027, 6, 8, 8, tzinfo=UTC)
    assert session.history.get().history_user == desk
    assert answer.request["PATH_INFO"] == "/desk/2027-06-08/"
    assert reverse("desk-undo", args=[Step.objects.get().uuid]) in answer.content.decode()


def test_times_on_another_clock_are_said_with_it(client, desk, coming, charlie):
    """The desk's is that of Berlin, as long as two are there."""
    TrainerFactory(user__username="dora")
    noah = ClientFactory(trainer=charlie)
    session = SessionFactory(client=noah, title="HIIT", scheduled_start=coming.scheduled_start)
    zone = "09:00 America/New_York"
    wanted = session.scheduled_start.astimezone(charlie.zone).replace(hour=9)

    client.post(reverse("desk-book", args=[charlie.pk]), booking(noah, wanted + timedelta(days=1)))
    give(client, session, scheduled_start=f"{wanted:%Y-%m-%dT%H:%M}")
    refused = client.post(reverse("desk-book", args=[charlie.pk]), booking(noah, wanted))
    session.refresh_from_db()
    settle = reverse("desk-settle", args=[session.uuid])
    client.post(settle, {"outcome": "cancel", "version": session.version})
    give(client, coming, scheduled_start=f"{coming.scheduled_start:%Y-%m-%dT12:00}")

    *elsewhere, here = Step.objects.order_by("id").values_list("words", flat=True)
    assert [zone in words for words in elsewhere] == [True] * 3
    assert zone in refused.content.decode()
    assert ("12:00." in here, "Europe" in here) == (True, False)


def test_book_somebody_new(client, desk, emma):
    new = {"new_first_name": "Zoe", "new_last_name": "Young", "new_email": "zoe@example.com"}
    sent = booking(emma, datetime(2027, 6, 8, 10)) | new | {"client": ""}

    client.post(reverse("desk-book", args=[emma.trainer_id]), sent)

    assert Session.objects.get().client == Client.objects.get(email="zoe@example.com")
    assert Client.objects.get(email="zoe@example.com").trainer == emma.trainer


def test_book_what_is_taken(client, desk, coming):
    emma = coming.client
    start = coming.scheduled_start.astimezone(emma.trainer.zone)

    answer = client.post(reverse("desk-book", args=[emma.trainer_id]), booking(emma, start))

    assert answer.status_code == 409
    assert "Personal Training" in answer.content.decode()
    assert Session.objects.count() == 1
    offer = answer.context["offers"][0]
    slot = f"{offer.start.astimezone(emma.trainer.zone):%Y-%m-%dT%H:%M:%S}/"
    slot += f"{offer.end.astimezone(emma.trainer.zone):%Y-%m-%dT%H:%M:%S}"
    sent = booking(emma, start) | {"slot": slot}
    picked = client.post(reverse("desk-book", args=[emma.trainer_id]), sent).context["form"]
    # All else that was typed stays.
    assert (picked["title"].value(), picked.cleaned_data["client"]) == ("Walk-in", emma)
    assert picked.cleaned_data["scheduled_start"] == offer.start
    assert Session.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"client": ""}, "client"),
        ({"scheduled_end": "2027-06-08T09:00"}, "scheduled_end"),
        ({"scheduled_start": "2027-03-28T02:30"}, "scheduled_start"),
        ({"new_first_name": "Zoe"}, "client"),
    ],
)
def test_book_what_is_wrong(client, desk, emma, change, field):
    sent = booking(emma, datetime(2027, 6, 8, 10)) | change

    answer = client.post(reverse("desk-book", args=[emma.trainer_id]), sent)

    assert (answer.status_code, field in answer.context["form"].errors) == (400, True)
    assert not Session.objects.exists()


def test_book_somebody_new_without_the_right(client, emma):
    booker = UserFactory(is_staff=True)
    booker.user_permissions.set(Permission.objects.filter(codename="add_session"))
    client.force_login(booker)
    new = {"new_first_name": "Zoe", "new_last_name": "Young", "new_email": "zoe@example.com"}
    sent = booking(emma, datetime(2027, 6, 8, 10)) | new | {"client": ""}

    answer = client.post(reverse("desk-book", args=[emma.trainer_id]), sent)

    assert (answer.status_code, "Your role does not allow this" in answer.content.decode()) == (400, True)
    assert (Session.objects.exists(), Client.objects.count()) == (False, 1)


def test_book_outside_of_hours_is_remarked(client, desk, emma):
    sent = booking(emma, datetime(2027, 6, 8, 22))

    page = client.post(reverse("desk-book", args=[emma.trainer_id]), sent, follow=True).content.decode()

    assert "This is outside their working hours." in page
    assert Session.objects.exists()


def test_link_to_book_a_client(client, desk, emma, charlie):
    own, other = ({"client": emma.uuid}, emma.trainer), ({"client": emma.uuid}, charlie)

    chosen = [
        client.get(reverse("desk-book", args=[trainer.pk]), query).context["form"].initial["client"]
        for query, trainer in (own, other)
    ]

    assert chosen == [emma, emma]  # for once


def test_find_a_client(client, desk, coming, charlie):
    emma = coming.client
    noah = ClientFactory(trainer=charlie, first_name="Noah", last_name="Wilson", status="inactive")
    SessionFactory(client=emma, scheduled_start=coming.scheduled_start + HOUR)

    found = client.get(reverse("desk-find"), {"q": "wilson"})

    assert [(each.client, each.next) for each in found.context["found"]] == [(emma, coming), (noah, None)]
    page = found.content.decode()
    assert f"{reverse('desk-book', args=[emma.trainer_id])}?client={emma.uuid}" in page
    assert f"?client={noah.uuid}" not in page
    assert reverse("desk-client", args=[noah.uuid]) in page


@pytest.mark.parametrize(("query", "status"), [("", 200), ("q=nobody", 200), ("q=%00", 400), ("q=%25", 200)])
def test_find_nobody(client, desk, emma, query, status):
    answer = client.get(f"{reverse('desk-find')}?{query}")

    assert (answer.status_code, answer.context["found"]) == (status, [])


@pytest.mark.parametrize("clients", [1, 3])
def test_queries_of_finding(client, desk, coming, clients, django_assert_num_queries):
    for _ in range(clients - 1):
        SessionFactory(client=ClientFactory(trainer=TrainerFactory(), last_name="Wilson"))
    client.get(reverse("desk-find"))

    with django_assert_num_queries(7):
        client.get(reverse("desk-find"), {"q": "wilson"})


def test_book_a_client_of_another_trainer(client, desk, emma, charlie):
    address = reverse("desk-book", args=[charlie.pk])
    shown = client.get(address, {"client": emma.uuid}).content.decode()

    client.post(address, booking(emma, datetime(2027, 6, 8, 10)))

    session = Session.objects.get()
    assert (session.trainer, session.client, session.client.trainer) == (charlie, emma, emma.trainer)
    assert "Emma Wilson, whom Alice Archer trains" in shown


def test_book_a_client_of_another_trainer_who_is_elsewhere(client, desk, coming, charlie):
    wall = coming.scheduled_start.astimezone(charlie.zone)

    answer = client.post(reverse("desk-book", args=[charlie.pk]), booking(coming.client, wall))

    assert (answer.status_code, Session.objects.count()) == (409, 1)
    assert coming.scheduled_start not in [offer.start for offer in answer.context["offers"]]


def test_newcomer_whom_another_trainer_has(client, desk, emma, charlie):
    new = {"new_first_name": "Emmy", "new_last_name": "Wilson", "new_email": emma.email.upper()}
    sent = booking(emma, datetime(2027, 6, 8, 10)) | new | {"client": ""}
    address = reverse("desk-book", args=[charlie.pk])

    asked = client.post(address, sent)
    assert (asked.status_code, asked.context["known"]) == (409, emma)
    assert (Client.objects.count(), Session.objects.count()) == (1, 0)
    client.post(address, sent | {"another": ""})

    assert Session.objects.get().client.first_name == "Emmy"


def test_book_who_is_inactive(client, desk, emma):
    emma.trainer.user.is_active = False
    emma.trainer.user.save()

    answer = client.post(
        reverse("desk-book", args=[emma.trainer_id]), booking(emma, datetime(2027, 6, 8, 10))
    )

    assert answer.status_code == 400
    assert "This trainer is inactive" in answer.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "start=x",
        "start=2027-06-08",
        "start=9999-12-31T23:59:00Z&minutes=999999999",
        "start=0001-01-01T00:00:00%2B14:00",
        "minutes=x",
        "kind=bogus",
    ],
)
def test_link_to_book_that_is_wrong(client, desk, emma, query):
    assert client.get(f"{reverse('desk-book', args=[emma.trainer_id])}?{query}").status_code == 200


def test_private_notes_are_for_who_may_see_them(client, sign_in, coming):
    sign_in("front desk")
    hidden = client.get(address("session", coming)).content.decode()
    sign_in("manager")
    shown = client.get(address("session", coming)).content.decode()

    assert ("Between us" in hidden, "Bring shoes" in hidden) == (False, True)
    assert "Between us" in shown


def give(client, session, **change):
    wall = session.scheduled_start.astimezone(session.trainer.zone)
    sent = {
        "trainer": session.trainer_id,
        "scheduled_start": f"{wall:%Y-%m-%dT%H:%M:%S}",
        "version": session.version,
    }
    return client.post(reverse("desk-give", args=[session.uuid]), sent | change, follow=True)


def test_give_to_another_trainer_and_back(client, desk, coming, charlie):
    alice = coming.trainer

    answer = give(client, coming, trainer=charlie.pk)

    coming.refresh_from_db()
    assert coming.trainer == charlie
    assert "Charlie Cole" in answer.content.decode()
    client.post(reverse("desk-undo", args=[Step.objects.get().uuid]))
    coming.refresh_from_db()
    assert coming.trainer == alice


def test_give_to_who_has_no_time(client, desk, coming, charlie):
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=coming.scheduled_start)

    answer = give(client, coming, trainer=charlie.pk)

    assert answer.status_code == 409
    assert "scheduled_start" in answer.context["form"].errors
    assert Session.objects.get(pk=coming.pk).trainer == coming.trainer


@pytest.mark.parametrize("goes", [False, True], ids=["another time", "another trainer"])
def test_time_that_is_taken_offers_what_is_free(client, desk, coming, charlie, goes):
    """On the clock of the session's trainer, be it one who works in New York."""
    trainer = charlie if goes else coming.trainer
    start = coming.scheduled_start.replace(hour=14)
    SessionFactory(client=ClientFactory(trainer=trainer), scheduled_start=start)
    wall = f"{start.astimezone(coming.trainer.zone):%Y-%m-%dT%H:%M}"
    refused = give(client, coming, trainer=trainer.pk, scheduled_start=wall)
    offers = refused.context["offers"]
    near = start + HOUR
    at = near.astimezone(coming.trainer.zone).isoformat()

    give(client, coming, trainer=trainer.pk, scheduled_start=wall, at=at)

    assert (near in [offer.start for offer in offers], start in [offer.start for offer in offers]) == (
        True,
        False,
    )
    assert f'value="{at}"' in refused.content.decode()
    coming.refresh_from_db()
    assert (coming.trainer, coming.scheduled_start) == (trainer, near)


@pytest.mark.parametrize("sessions", [1, 3])
def test_queries_of_a_time_that_is_taken(client, desk, coming, sessions, django_assert_num_queries):
    others = [
        SessionFactory(
            client=ClientFactory(trainer=coming.trainer),
            scheduled_start=coming.scheduled_start + number * HOUR,
        )
        for number in range(1, sessions + 1)
    ]
    start = others[0].scheduled_start.astimezone(coming.trainer.zone)
    client.get(reverse("desk-find"))

    with django_assert_num_queries(29):
        give(client, coming, scheduled_start=f"{start:%Y-%m-%dT%H:%M}")


def test_give_what_somebody_else_has_changed(client, desk, coming, charlie):
    answer = give(client, coming, trainer=charlie.pk, version=coming.version + 1)

    assert answer.status_code == 409
    assert "Somebody else has changed this session" in answer.content.decode()
    assert Session.objects.get(pk=coming.pk).trainer == coming.trainer


def test_outcome_of_what_has_not_begun(client, desk, coming):
    answer = client.post(
        reverse("desk-settle", args=[coming.uuid]), {"outcome": "complete", "version": coming.version}
    )

    assert (answer.status_code, "It has not begun yet" in answer.content.decode()) == (400, True)


@pytest.mark.parametrize(
    ("hours", "offered"),
    [(2, ["cancel"]), (-2, ["complete", "no-show", "cancel"])],
    ids=["to come", "begun"],
)
def test_outcomes_that_are_offered(client, desk, emma, hours, offered):
    session = SessionFactory(client=emma, scheduled_start=timezone.now() + timedelta(hours=hours))

    page = client.get(reverse("desk-session", args=[session.uuid])).content.decode()

    assert [each for each in ("complete", "no-show", "cancel") if f'value="{each}"' in page] == offered


@pytest.mark.parametrize(
    ("outcome", "status"), [("complete", "completed"), ("no-show", "no-show"), ("cancel", "cancelled")]
)
def test_settle_and_put_back(client, desk, emma, outcome, status):
    coming = SessionFactory(client=emma, scheduled_start=timezone.now() - timedelta(hours=2))
    address = reverse("desk-settle", args=[coming.uuid])

    client.post(address, {"outcome": outcome, "version": coming.version, "reason": "Ill"})
    coming.refresh_from_db()
    assert (coming.status, coming.cancellation_reason) == (status, "Ill" if outcome == "cancel" else None)
    client.post(address, {"outcome": "reinstate", "version": coming.version})

    coming.refresh_from_db()
    assert (coming.status, coming.actual_start) == ("scheduled", None)


def test_put_back_for_an_inactive_client(client, desk, emma):
    gone = SessionFactory(client=emma, status="cancelled")
    deactivate(emma)

    sent = {"outcome": "reinstate", "version": gone.version}
    answer = client.post(reverse("desk-settle", args=[gone.uuid]), sent)

    gone.refresh_from_db()
    assert (answer.status_code, gone.status) == (400, "cancelled")
    assert "This client is inactive; bring the client back before booking" in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"outcome": "x", "version": 1}, {"outcome": "cancel", "version": "x"}])
def test_settle_wrongly(client, desk, coming, sent):
    assert client.post(reverse("desk-settle", args=[coming.uuid]), sent).status_code == 400
    coming.refresh_from_db()
    assert coming.status == "scheduled"


def span(coming, **more):
    day = f"{coming.scheduled_start:%Y-%m-%d}"
    return {"first": day, "last": day} | more


def test_away_shows_who_has_time(client, desk, coming, charlie):
    other = SessionFactory(client=ClientFactory(trainer=coming.trainer), scheduled_start=coming.scheduled_end)
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=other.scheduled_start, title="Busy")

    answer = client.get(reverse("desk-away", args=[coming.trainer_id]), span(coming, by=charlie.pk))

    lines = answer.context["shown"].lines
    assert [(line.session, line.taken and line.taken.title) for line in lines] == [
        (coming, None),
        (other, "Busy"),
    ]


def test_away_begins_with_today(client, desk, alice):
    today = timezone.now().astimezone(alice.zone).date()

    form = client.get(reverse("desk-away", args=[alice.pk])).context["form"]

    assert (form["first"].value(), form["last"].value(), form.is_bound) == (today, today, False)


def test_away_has_the_phone_numbers(client, desk, coming):
    Client.objects.update(phone="+49 30 123")

    page = client.get(reverse("desk-away", args=[coming.trainer_id]), span(coming)).content.decode()

    assert 'href="tel:+4930123"' in page


def test_away_says_what_is_outside_of_hours(client, desk, coming, charlie):
    charlie.timezone = "Asia/Tokyo"
    charlie.save()
    TimeOff.objects.create(
        trainer=charlie, start=coming.scheduled_start - HOUR, end=coming.scheduled_end + HOUR
    )

    answer = client.get(reverse("desk-away", args=[coming.trainer_id]), span(coming, by=charlie.pk))

    assert "in their time off" in answer.context["shown"].lines[0].odd
    assert "checked" not in answer.content.decode().split('id="s-')[1].split(">")[0]


@pytest.mark.parametrize("role", ["manager", "front desk"])
def test_away_as_time_off(client, sign_in, coming, role):
    sign_in(role)
    address, alice = reverse("desk-away", args=[coming.trainer_id]), coming.trainer
    offered = "Enter as time off" in client.get(address, span(coming)).content.decode()

    answers = [client.post(address, span(coming, off="")).status_code for _ in range(2)]

    assert (offered, answers, alice.time_off.count()) == (True, [302, 302], 1)
    client.post(reverse("desk-undo", args=[Step.objects.get().uuid]))
    assert not alice.time_off.exists()


def test_away_as_time_off_without_the_right(client, desk, coming):
    Group.objects.get(name="front desk").permissions.filter(codename="add_timeoff").delete()
    address = reverse("desk-away", args=[coming.trainer_id])

    page = client.get(address, span(coming)).content.decode()

    assert ("Enter as time off" in page, "A manager can enter these days" in page) == (False, True)
    assert client.post(address, span(coming, off="")).status_code == 403
    assert not coming.trainer.time_off.exists()


def test_away_gives_what_was_chosen(client, desk, coming, charlie):
    other = SessionFactory(client=ClientFactory(trainer=coming.trainer), scheduled_start=coming.scheduled_end)
    sent = span(coming, by=charlie.pk, session=[coming.uuid], seen=[f"{coming.uuid}/{coming.version}"])

    client.post(reverse("desk-away", args=[coming.trainer_id]), sent)

    coming.refresh_from_db()
    other.refresh_from_db()
    assert (coming.trainer, other.trainer) == (charlie, coming.client.trainer)


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "1 session of Alice Archer goes to Charlie Cole: A with Emma Wilson, {day}."),
        (
            3,
            "3 sessions of Alice Archer go to Charlie Cole:"
            " A with Emma Wilson, {day}; B with Emma Wilson, {day}; C with Emma Wilson, {day}.",
        ),
        (
            4,
            "4 sessions of Alice Archer go to Charlie Cole:"
            " A with Emma Wilson, {day}; B with Emma Wilson, {day}; C with Emma Wilson, {day}; ….",
        ),
    ],
)
def test_away_says_which(client, desk, emma, charlie, count, words):
    start = datetime(2037, 6, 8, 8, tzinfo=UTC)
    sessions = [
        SessionFactory(client=emma, title=title, scheduled_start=start + number * HOUR)
        for number, title in enumerate("ABCD"[:count])
    ]
    sent = span(sessions[0], by=charlie.pk, session=[session.uuid for session in sessions])

    client.post(reverse("desk-away", args=[emma.trainer_id]), sent)

    said = Step.objects.get().words.replace("\u2068", "").replace("\u2069", "")
    assert said == words.format(day="Mon 8 June 2037")


def test_away_gives_all_or_nothing(client, desk, coming, charlie):
    other = SessionFactory(client=ClientFactory(trainer=coming.trainer), scheduled_start=coming.scheduled_end)
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=other.scheduled_start)
    sent = span(coming, by=charlie.pk, session=[coming.uuid, other.uuid])

    answer = client.post(reverse("desk-away", args=[coming.trainer_id]), sent)

    assert answer.status_code == 409
    assert not Session.objects.filter(client__trainer=coming.client.trainer, trainer=charlie).exists()


@pytest.mark.parametrize(
    "sent",
    [{"first": "x", "last": "2027-06-08"}, {"first": "2027-06-08", "last": "2027-06-07"},
     {"first": "2027-01-01", "last": "2028-01-01"}, {"first": "2027-06-08", "last": "2027-06-08", "by": "0"}],
)  # fmt: skip
def test_away_asked_wrongly(client, desk, alice, sent):
    answer = client.get(reverse("desk-away", args=[alice.pk]), sent)

    assert (answer.status_code, answer.context["shown"]) == (200, None)
    assert answer.context["form"].errors


def test_hand_over_clients(client, desk, coming, charlie):
    address = reverse("desk-hand-over", args=[coming.trainer_id])
    shown = client.get(address, {"to": charlie.pk}).context["lines"]
    pages = [client.get(address, {"to": charlie.pk, **more}) for more in ({}, {"everybody": "1"})]
    # One click too many does not give everybody away.
    assert [" checked>" in page.content.decode() for page in pages] == [False, True]

    client.post(address, {"to": charlie.pk, "clients": [coming.client.uuid]})

    coming.refresh_from_db()
    assert [(line.client, line.sessions, line.can_be) for line in shown] == [(coming.client, 1, True)]
    assert (coming.trainer, Client.objects.get().trainer) == (charlie, charlie)
    undo = reverse("desk-undo", args=[Step.objects.get().uuid])
    desk.groups.clear()
    desk.user_permissions.set(Permission.objects.filter(codename__in=["view_session", "change_session"]))
    assert client.post(undo).status_code == 403
    desk.user_permissions.set(Permission.objects.filter(codename__in=["change_client", "change_session"]))
    client.post(undo)
    assert Client.objects.get().trainer != charlie


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Ada A goes to Charlie Cole."),
        (3, "3 clients go to Charlie Cole: Ada A, Ada B, Ada C."),
        (4, "4 clients go to Charlie Cole: Ada A, Ada B, Ada C, …."),
    ],
)
def test_hand_over_says_whom(client, desk, alice, charlie, count, words):
    """Also to who has them by then."""
    clients = [
        ClientFactory(trainer=alice, first_name="Ada", last_name=letter, email=f"{letter}@example.com")
        for letter in "ABCD"[:count]
    ]
    address = reverse("desk-hand-over", args=[alice.pk])

    client.post(address, {"to": charlie.pk, "clients": [each.uuid for each in clients]})

    assert Step.objects.get().words == words


def test_hand_over_all_or_nobody(client, desk, coming, charlie):
    """Also nobody of those before the one whose time is taken."""
    alice, other = coming.trainer, ClientFactory(trainer=coming.trainer, first_name="Ada")
    SessionFactory(client=other, scheduled_start=coming.scheduled_end)
    SessionFactory(client=ClientFactory(trainer=charlie), scheduled_start=coming.scheduled_start)

    answer = client.post(
        reverse("desk-hand-over", args=[alice.pk]),
        {"to": charlie.pk, "clients": [other.uuid, coming.client.uuid]},
    )

    (said,) = answer.context["messages"]
    told = ["because of Emma Wilson" in str(said), ".." in str(said)]
    assert (answer.status_code, told) == (409, [True, False])
    assert set(alice.clients.all()) == {other, coming.client}
    assert alice.sessions.count() == 2
    assert not Step.objects.exists()


def test_hand_over_of_who_is_deleted_in_the_same_moment(client, desk, emma, charlie, monkeypatch):
    give = handover.hand_over
    monkeypatch.setattr(handover, "hand_over", lambda *asked, **more: emma.delete() and give(*asked, **more))

    answer = client.post(
        reverse("desk-hand-over", args=[emma.trainer_id]), {"to": charlie.pk, "clients": [emma.uuid]}
    )

    assert (answer.status_code, Step.objects.count()) == (404, 0)


def test_hand_over_takes_only_own_clients(client, desk, alice, charlie):
    theirs = ClientFactory(trainer=charlie)

    answer = client.post(
        reverse("desk-hand-over", args=[alice.pk]), {"to": charlie.pk, "clients": [theirs.uuid]}
    )

    assert answer.status_code == 400


def test_deactivate_ends_all_that_signs_in(client, sign_in, coming):
    sign_in("manager")
    alice = coming.trainer

    client.post(reverse("desk-deactivate", args=[alice.pk]), {"then": "inactive"})
    alice.user.refresh_from_db()
    assert alice.user.is_active  # nobody has said that it is meant
    client.post(reverse("desk-deactivate", args=[alice.pk]), {"then": "inactive", "sure": "1"})

    alice.user.refresh_from_db()
    page = client.get(reverse("desk-trainer", args=[alice.pk])).content.decode()
    assert not alice.user.is_active
    assert "Deactivated" in page
    assert reverse("desk-session", args=[coming.uuid]) in page


def test_deactivate_twice_is_once(client, sign_in, alice):
    """As by two who have the page open. Who is back, is back for both."""
    sign_in("manager")
    page = reverse("desk-trainer", args=[alice.pk])
    told = []
    for then in ("inactive", "active"):
        assert f'value="{then}"' in client.get(page).content.decode()
        for _ in range(2):
            client.post(reverse("desk-deactivate", args=[alice.pk]), {"then": then, "sure": "1"})
            alice.user.refresh_from_db()
            told.append(alice.user.is_active)

    assert told == [False, False, True, True]
    assert LogEntry.objects.count() == 2


def test_staff_are_not_deactivated_here(client, sign_in, alice):
    alice.user.is_staff = True
    alice.user.save()
    sign_in("manager")

    client.post(reverse("desk-deactivate", args=[alice.pk]), {"then": "inactive", "sure": "1"})

    alice.user.refresh_from_db()
    assert alice.user.is_active


def test_home_of_staff(client, sign_in):
    sign_in("front desk")
    assert client.get("/").headers["Location"] == "/desk/"
    sign_in("nothing")
    assert client.get("/").headers["Location"] == "/admin/"


def test_only_own_steps_are_undone_here(client, desk, coming):
    step = Step.objects.create(
        trainer=coming.trainer,
        at=timezone.now(),
        way_back={"parts": [], "newest": 0, "inactive": []},
        words="Hers",
    )

    assert client.post(reverse("desk-undo", args=[step.uuid])).status_code == 404


def test_private_notes_do_not_go_to_the_other_trainer(client, desk, coming, charlie):
    give(client, coming, trainer=charlie.pk)

    client.force_login(charlie.user)
    page = client.get(reverse("session", args=[coming.uuid])).content.decode()
    coming.refresh_from_db()
    assert (coming.trainer_notes, coming.notes) == (None, "Bring shoes")
    assert "Between us" not in page


@time_machine.travel("2027-10-01", tick=False)
def test_free_time_in_the_second_of_two_equal_hours_is_taken_as_such(client, sign_in, emma):
    """Berlin, 31 October, where two o'clock comes again at one in UTC."""
    second = datetime(2027, 10, 31, 1, tzinfo=UTC)
    WorkingHours.objects.create(trainer=emma.trainer, weekday=6, starts_at=time(0), ends_at=time(6))
    SessionFactory(client=emma, scheduled_start=second - 3 * HOUR, scheduled_end=second)
    session = SessionFactory(client=emma, scheduled_start=second + 6 * HOUR)
    sign_in("front desk")
    refused = give(client, session, scheduled_start="2027-10-31T01:00")
    free = re.findall(r'name="at"\s+value="([^"]+)"', refused.content.decode())

    give(client, session, at=free[0])

    session.refresh_from_db()
    assert session.scheduled_start == second
