"""The cases: each is one round on a ground, and says whether all was as it must be."""

from bench.rounds.ground import FIRST, Ground
from tests.served.calling import Answer, Request
from tests.served.doors import WEEK, Weekly, repeat
from tests.served.people import Person, Wanted, hire
from tests.served.races import HOUR, book, cancel, cancel_in_calendar, move, put_back, statuses, stored

SERIES, MET = 52, 40


def nobody_waits(ground: Ground) -> bool:
    """C-04: sixteen trainers book at once."""
    start = ground.hour()
    answers = ground.crowd.at_once([book(person, start) for person in ground.people])
    return (
        statuses(answers) == [201] * len(ground.people) and "database is locked" not in ground.server.log.text
    )


def two_moves(ground: Ground) -> bool:
    """C-05: two sessions move into one free hour; the loser stays where it was."""
    hour = ground.hour()
    places = {ground.booked(start): start for start in (hour - 2 * HOUR, hour + 2 * HOUR)}
    answers = ground.crowd.at_once([move(ground.alice, pk, hour) for pk in places])
    stays = [
        ground.session(pk)["scheduled_start"] == f"{start:%Y-%m-%dT%H:%M:%S}"
        for (pk, start), answer in zip(places.items(), answers, strict=True)
        if answer.status == 409
    ]
    return statuses(answers) == [200, 409] and stays == [True]


def put_back_or_book(ground: Ground) -> bool:
    """C-08: a cancelled session is put back while its hour is booked; one wins."""
    hour = ground.hour()
    old = ground.booked(hour)
    ground.crowd.call(cancel(ground.alice, old))
    back, new = ground.crowd.at_once([put_back(ground.alice, old), book(ground.alice, hour)])
    expected = "scheduled" if back.status == 200 else "cancelled"
    return (back.status, new.status) in {(200, 409), (409, 201)} and ground.session(old)["status"] == expected


def cancel_and_book(ground: Ground) -> bool:
    """C-10: an hour is cancelled and booked at once; after the cancellation was answered it is free."""
    hour = ground.hour()
    old = ground.booked(hour)
    gone, new = ground.crowd.at_once([cancel(ground.alice, old), book(ground.alice, hour)])
    again = ground.crowd.call(book(ground.alice, hour))
    is_free = again.status == (409 if new.status == 201 else 201)
    known = gone.status == 200 and new.status in {201, 409}
    return known and is_free and ground.session(old)["status"] == "cancelled"


def series_or_single(ground: Ground) -> bool:
    """C-11: a series of 52 meets a single booking on its fortieth day: one wins, and no part of the other."""
    [person] = hire(ground.server, Wanted(clients=1))
    headers = ground.token(person)
    timeline = ground.timeline(headers)
    token = headers["Authorization"].removeprefix("Bearer ")
    requests = [
        repeat(token, timeline, Weekly(FIRST, SERIES)),
        book(person, FIRST + (MET - 1) * WEEK, person.clients[0]),
    ]
    many, one = ground.crowd.at_once(requests)
    rows = len(stored(ground.server, [person]))
    return (many.status, one.status, rows) in {(200, 409, SERIES), (409, 201, 1)}


def cancelled_by_eight(ground: Ground) -> bool:
    """C-16: in the CRM and in the calendar all are told that it is done."""
    pk = ground.booked(ground.hour())
    uuid = ground.server.run(
        "from scheduling.models import Session\nresult = str(Session.objects.get(pk=given['pk']).uuid)", pk=pk
    )
    requests = [cancel(ground.alice, pk), cancel_in_calendar(ground.alice, uuid)] * 4
    answers = ground.crowd.at_once(requests)
    return statuses(answers) == [200] * 8 and ground.session(pk)["status"] == "cancelled"


def removed_by_eight(ground: Ground) -> bool:
    """C-16: on a timeline it is there for one."""
    headers, start = ground.token(ground.alice), ground.hour()
    token = headers["Authorization"].removeprefix("Bearer ")
    timeline = ground.timeline(headers)
    made = ground.crowd.call(repeat(token, timeline, Weekly(start.replace(hour=4), 1))).body["data"]["id"]
    request = Request("DELETE", f"/api/timeline/sessions/{made}", headers=headers)
    return statuses(ground.crowd.at_once([request] * 8)) == [200] + [404] * 7


def one_address(ground: Ground) -> bool:
    """C-20: two clients with one e-mail address in different case."""
    name = f"emma{next(ground.days)}"
    answers = ground.crowd.at_once(
        [enrol(ground.alice, address) for address in (f"{name}@example.com", f"{name.title()}@Example.com")]
    )
    return statuses(answers) == [201, 400]


def enrol(trainer: Person, email: str) -> Request:
    body = {"first_name": "Emma", "last_name": "Wilson", "email": email}
    return Request("POST", "/api/v1/clients", body, trainer.cookie)


def read_while_written(ground: Ground) -> bool:
    """C-22: what is read while others write agrees with itself."""
    alice, hour = ground.alice, ground.hour()
    day = f"{hour:%Y-%m-%d}"
    held = [ground.booked(hour.replace(hour=n)) for n in (1, 2, 3)]
    period = f"start_date={day}&end_date={day}"
    reads = [
        Request("GET", f"/api/v1/sessions{path}", cookie=alice.cookie)
        for path in ("/stats", f"/availability?date={day}", f"?{period}&per_page=100")
    ]
    writes = [
        *(cancel(alice, pk) for pk in held),
        *(book(alice, hour + ground.chance.randrange(12) * HOUR / 2, alice.clients[n]) for n in range(10)),
    ]
    stats, availability, listed, *written = ground.crowd.at_once([*reads, *writes])
    is_written = all(answer.status in {200, 201, 409} for answer in written)
    return is_written and adds_up(stats) and keeps_apart(availability) and counts(listed)


def adds_up(stats: Answer) -> bool:
    data = stats.body["data"]
    return bool(data["total_sessions"] == sum(data["by_status"].values()) == sum(data["by_type"].values()))


def keeps_apart(availability: Answer) -> bool:
    """No free time is taken in the same answer."""
    data = availability.body["data"]
    return not any(
        slot["start"] < session["end"] and session["start"] < slot["end"]
        for slot in data["available_slots"]
        for session in data["booked_sessions"]
    )


def counts(listed: Answer) -> bool:
    data = listed.body["data"]
    return bool(len(data["sessions"]) == data["pagination"]["total_items"])
