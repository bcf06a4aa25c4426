"""Who comes at the same moment: one gets the hour, the others a clean refusal, and nobody is double-booked.

Judged by the answers and by what is in the database afterwards.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest

from tests.served.calling import Answer, Crowd, Request
from tests.served.page_doors import (
    book_by_line,
    book_with_newcomer,
    drag,
    last_step,
    move_on_page,
    read_line,
    settle,
    undo,
)
from tests.served.people import Person, Wanted, hire
from tests.served.races import (
    HOUR,
    SHIFTS,
    WITH_GUARD,
    WITHOUT_GUARD,
    book,
    book_by_form,
    book_in_calendar,
    cancel,
    cancel_in_calendar,
    double_booked,
    is_let_in,
    move,
    move_in_calendar,
    put_back,
    put_back_by_form,
    statuses,
    stored,
)
from tests.served.server import Server

pytestmark = pytest.mark.served

ROUNDS = 20
WRITERS = 20
TEN = datetime(2027, 6, 8, 10)

CLIENT_UUID = """
from clients.models import Client

result = str(Client.objects.get(pk=given["id"]).uuid)
"""
_days = count()


@pytest.fixture(scope="module")
def people(server: Server) -> list[Person]:
    """Alice with many clients, Bob with three places, and others: sixteen trainers."""
    bob = Wanted(clients=16, parallel_sessions=3)
    return hire(server, Wanted(clients=WRITERS), bob, *[Wanted()] * 14)


@pytest.fixture
def alice(people: list[Person]) -> Person:
    return people[0]


@pytest.fixture
def bob(people: list[Person]) -> Person:
    return people[1]


@pytest.fixture(scope="module")
def crowd(server: Server) -> Iterator[Crowd]:
    with Crowd(server.url, WRITERS) as callers:
        yield callers


def a_free_hour() -> datetime:
    """Ten o'clock of a day on which nothing is booked yet."""
    return TEN + timedelta(days=next(_days))


def id_of(crowd: Crowd, request: Request) -> int:
    """Of a session that is booked without anyone in the way."""
    answer = crowd.call(request)
    assert answer.status == 201, answer
    return answer.id


def the_same_hour(trainer: Person, start: datetime, writers: int) -> list[Request]:
    """So many bookings of hours that all overlap, each for another client."""
    return [
        book(trainer, start + SHIFTS[n % len(SHIFTS)], trainer.clients[n % len(trainer.clients)])
        for n in range(writers)
    ]


def assert_clean_refusals(answers: list[Answer]) -> None:
    """Each says which session is in the way."""
    for answer in answers:
        if answer.status == 409:
            assert answer.body["success"] is False
            assert answer.body["error"].startswith('Scheduling conflict detected with session "Wanted" at ')


def test_one_of_twenty_gets_the_hour_in_twenty_rounds_of_twenty(server, crowd, alice):
    rounds = [crowd.at_once(the_same_hour(alice, a_free_hour(), WRITERS)) for _ in range(ROUNDS)]

    assert [statuses(answers) for answers in rounds] == [[201] + [409] * (WRITERS - 1)] * ROUNDS
    for answers in rounds:
        assert_clean_refusals(answers)
    assert double_booked(stored(server, [alice])) == []


def test_without_the_guard_the_same_hour_is_double_booked(server, crowd):
    """Else the harness could not see what the tests above and below say is not there."""
    [unguarded] = hire(server, Wanted(clients=WRITERS))
    server.run(WITHOUT_GUARD)
    try:
        answers = crowd.at_once(the_same_hour(unguarded, a_free_hour(), WRITERS))
        found = double_booked(stored(server, [unguarded]))
    finally:
        server.run(WITH_GUARD, trainers=[unguarded.id])

    # The domain leaves the decision to the guard: without it everybody is let in.
    assert statuses(answers) == [201] * WRITERS
    assert len(found) == WRITERS - 1


def test_sixteen_trainers_write_at_once_and_nobody_waits_in_vain(server, crowd, people):
    rounds = [
        crowd.at_once([book(trainer, start) for trainer in people])
        for start in [a_free_hour() for _ in range(5)]
    ]

    assert [statuses(answers) for answers in rounds] == [[201] * 16] * 5
    assert "database is locked" not in server.log.text


def test_two_sessions_move_into_one_hour_and_the_loser_stays(server, crowd, alice):
    expected = {}
    for _ in range(ROUNDS):
        hour = a_free_hour()
        places = {id_of(crowd, book(alice, start)): start for start in (hour - 2 * HOUR, hour + 2 * HOUR)}
        answers = crowd.at_once([move(alice, session, hour) for session in places])
        assert statuses(answers) == [200, 409]
        assert_clean_refusals(answers)
        winner = next(id for id, answer in zip(places, answers, strict=True) if answer.status == 200)
        expected |= places | {winner: hour}

    sessions = stored(server, [alice])
    assert {it.id: it.start for it in sessions if it.id in expected} == expected
    assert double_booked(sessions) == []


def test_a_session_is_put_back_while_its_hour_is_booked_and_one_wins(server, crowd, alice):
    expected = {}
    for _ in range(ROUNDS):
        hour = a_free_hour()
        old = id_of(crowd, book(alice, hour))
        crowd.call(cancel(alice, old))
        back, new = crowd.at_once([put_back(alice, old), book(alice, hour)])
        assert (back.status, new.status) in {(200, 409), (409, 201)}
        assert_clean_refusals([back, new])
        expected[old] = "scheduled" if back.status == 200 else "cancelled"
        if new.status == 201:
            expected[new.id] = "scheduled"

    sessions = stored(server, [alice])
    assert {it.id: it.status for it in sessions if it.id in expected} == expected
    assert double_booked(sessions) == []


def test_an_hour_is_cancelled_and_booked_at_once_and_what_was_answered_is_so(server, crowd, alice):
    expected = {}
    for _ in range(ROUNDS):
        hour = a_free_hour()
        old = id_of(crowd, book(alice, hour))
        gone, new = crowd.at_once([cancel(alice, old), book(alice, hour)])
        assert (gone.status, new.status) in {(200, 201), (200, 409)}
        # After the cancellation was answered the hour is free, whoever was first.
        booked = new.id if new.status == 201 else id_of(crowd, book(alice, hour))
        expected |= {old: "cancelled", booked: "scheduled"}

    sessions = stored(server, [alice])
    assert {it.id: it.status for it in sessions if it.id in expected} == expected
    assert double_booked(sessions) == []


def test_three_of_sixteen_find_a_place_where_there_are_three(server, crowd, bob):
    rounds = [crowd.at_once(the_same_hour(bob, a_free_hour(), 16)) for _ in range(ROUNDS)]

    assert [statuses(answers) for answers in rounds] == [[201] * 3 + [409] * 13] * ROUNDS
    assert double_booked(stored(server, [bob])) == []


def test_one_client_is_not_in_two_places_though_the_trainer_has_three(server, crowd, bob):
    emma = bob.clients[0]
    rounds = [
        crowd.at_once([book(bob, hour + SHIFTS[n % 4], emma) for n in range(16)])
        for hour in [a_free_hour() for _ in range(ROUNDS)]
    ]

    assert [statuses(answers) for answers in rounds] == [[201] + [409] * 15] * ROUNDS
    assert double_booked(stored(server, [bob])) == []


def test_one_of_seven_doors_opens(server, crowd, alice):
    client = server.run(CLIENT_UUID, id=alice.clients[0])
    for _ in range(ROUNDS):
        hour = a_free_hour()
        parked = id_of(crowd, book(alice, hour + 3 * HOUR))
        parked_uuid = uuid_of(crowd, book_in_calendar(alice, hour + 4 * HOUR, client))
        gone = id_of(crowd, book(alice, hour))
        crowd.call(cancel(alice, gone))
        gone_uuid = uuid_of(crowd, book_in_calendar(alice, hour, client))
        crowd.call(cancel_in_calendar(alice, gone_uuid))

        answers = crowd.at_once(
            [
                book(alice, hour),
                book_by_form(alice, hour + SHIFTS[1], client),
                book_in_calendar(alice, hour + SHIFTS[2], client),
                move(alice, parked, hour + SHIFTS[3]),
                move_in_calendar(alice, parked_uuid, hour),
                put_back(alice, gone),
                put_back_by_form(alice, gone_uuid),
            ]
        )

        assert sorted(map(is_let_in, answers)) == [False] * 6 + [True]
        assert [answer.status for answer in answers if not is_let_in(answer)] == [409] * 6

    assert double_booked(stored(server, [alice])) == []


def test_one_of_seven_doors_of_the_pages_opens(server, crowd, alice):
    client = server.run(CLIENT_UUID, id=alice.clients[0])
    for _ in range(ROUNDS // 4):
        hour = a_free_hour()
        parked = [uuid_of(crowd, book_in_calendar(alice, hour + n * HOUR, client)) for n in (3, 4)]
        moved, cancelled = (step_away(crowd, alice, client, hour, act) for act in ("move", "cancel"))
        line = crowd.call(read_line(alice, hour, client))

        answers = crowd.at_once(
            [
                book_by_form(alice, hour, client),
                book_by_line(alice, line),
                book_with_newcomer(alice, hour + SHIFTS[1], f"newcomer.{hour:%j}"),
                move_on_page(alice, parked[0], hour + SHIFTS[2]),
                drag(alice, parked[1], hour + SHIFTS[3]),
                undo(alice, moved),
                undo(alice, cancelled),
            ]
        )

        assert sorted(map(is_let_in, answers)) == [False] * 6 + [True]
        assert [answer.status for answer in answers if not is_let_in(answer)] == [409] * 6

    assert double_booked(stored(server, [alice])) == []


def step_away(crowd: Crowd, trainer: Person, client: str, hour: datetime, act: str) -> str:
    """The step by which a session leaves the hour: a `move`, or a `cancel` of several at once."""
    uuid = uuid_of(crowd, book_in_calendar(trainer, hour, client))
    leave = {
        "move": move_on_page(trainer, uuid, hour + 6 * HOUR),
        "cancel": settle(trainer, {uuid: 1}, "cancel"),
    }[act]
    assert crowd.call(leave).status == 302
    return last_step(crowd.call(Request("GET", "/changes/", cookie=trainer.cookie)))


def uuid_of(crowd: Crowd, request: Request) -> str:
    """As id_of, where a calendar client books."""
    answer = crowd.call(request)
    assert answer.status == 201, answer
    return answer.body["id"]


def test_one_of_two_clients_gets_an_address_that_differs_in_case(crowd, alice):
    for number in range(ROUNDS):
        addresses = [f"emma{number}@example.com", f"Emma{number}@Example.com"]
        first, second = crowd.at_once([enrol(alice, address) for address in addresses])
        assert statuses([first, second]) == [201, 400]
        refused = second if first.status == 201 else first
        assert refused.body == {
            "success": False,
            "error": "Validation failed",
            "errors": {"email": "You have a client with this e-mail already."},
        }


def enrol(trainer: Person, email: str) -> Request:
    body = {"first_name": "Emma", "last_name": "Wilson", "email": email}
    return Request("POST", "/api/v1/clients", body, trainer.cookie)
