"""Sessions are imported: looked at first, portion by portion, once, and only one's own."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from clients.domain import Outcome
from clients.importing import uploads
from clients.importing.dates import DateOrder
from clients.importing.kinds import Choice
from clients.importing.reading import Row, Table
from clients.models import Client, Upload
from clients.tests.factories import ClientFactory
from clients.tests.sheets import sheet
from scheduling.domain import booking, erasure, series
from scheduling.importing.columns import FIELDS
from scheduling.importing.plans import SESSIONS
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory, TimelineFactory

HEAD = "Client,E-mail,Start,End,Title,Type,Status,Place,Notes\n"
TEN = datetime(2027, 6, 9, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADDRESS = "/sessions/import/"


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def signed_in(client, alice, standing_clock):
    client.force_login(alice.user)
    return client


@pytest.fixture
def portions(monkeypatch):
    """A few rows are many."""
    monkeypatch.setattr(uploads, "PORTION", 2)


def upload(visitor, rows, head=HEAD):
    """The address that a paste leads to."""
    answer = visitor.post(ADDRESS, {"text": head + rows})
    assert answer.status_code == 302
    return answer["Location"]


def send(visitor, address, **asked):
    """The form of the preview, as it was shown."""
    page = visitor.get(address, asked)
    sent = page.context["choice"].asked | {"seen": page.context["plan"].fingerprint}
    return visitor.post(address, sent)


def outcomes(page):
    return [(line.number, line.outcome, line.errors) for line in page.context["plan"].lines]


def text(page):
    return page.content.decode()


def stored():
    fields = ("client__first_name", "scheduled_start", "scheduled_end", "title", "session_type", "status")
    return list(Session.objects.in_order().values_list(*fields))


def test_preview_says_what_would_happen_and_writes_nothing(signed_in, emma):
    SessionFactory(client=emma, scheduled_start=TEN)
    rows = (
        "Emma Wilson,,2027-06-09 10:00,2027-06-09 11:00,,,,,\n"
        "Emma Wilson,,2027-06-09 10:30,2027-06-09 11:30,,,,,\n"
        "Wilson; Emma,EMMA@example.com,2027-06-09 12:00,2027-06-09 13:00,,,,,\n"
        "Emma Wilson,,2027-06-09 12:30,2027-06-09 13:00,,,,,\n"
        "Emma Wilson,,2027-06-09 15:00,2027-06-09 14:00,,,,,\n"
        "Nora Berg,,2027-06-09 16:00,,,,,,\n"
        ",,2027-06-09 16:00,,,,,,\n"
        "Emma Wilson,,2028-03-26 02:30,,,,,,\n"
        "Emma Wilson,,soon,,,,,,\n"
        "Emma Wilson,,2027-06-10 16:00,,,,attended,,\n"
        "Emma Wilson,,2027-06-10 16:00,,,,perhaps,,\n"
        "Emma Wilson,,2027-06-09 12:00,2027-06-09 13:00,,,,,\n"
        "Emma Wilson,,31.2.2028 12:00,31.2.2028 13:00,,,,,\n"
    )

    page = signed_in.get(upload(signed_in, rows))

    taken = "This time is taken, by a session on 2027-06-09, {}."
    of_the_list = "This time is taken, by row 4 of this list: 2027-06-09, 12:00–13:00."
    skipped = "2028-03-26 02:30 does not exist in Europe/Berlin: the clocks go forward then."
    assert outcomes(page) == [
        (2, Outcome.UNCHANGED, []),
        (3, Outcome.REFUSED, [("Start", taken.format("10:00–11:00"))]),
        (4, Outcome.NEW, []),
        (5, Outcome.REFUSED, [("Start", of_the_list)]),
        (6, Outcome.REFUSED, [("End", "Scheduled end time must be after start time")]),
        (
            7,
            Outcome.REFUSED,
            [
                (
                    "Client",
                    "This client is not here yet: add them first, or choose above to have them added.",
                )
            ],
        ),
        (8, Outcome.REFUSED, [("Client", "Client is required")]),
        (9, Outcome.REFUSED, [("Start", skipped)]),
        (10, Outcome.REFUSED, [("Start", "Write a day and a time, for example 2027-06-08 and 14:30.")]),
        (11, Outcome.REFUSED, [("Status", "This has not begun yet: it can be scheduled or cancelled.")]),
        (12, Outcome.REFUSED, [("Status", "Write scheduled, completed, no-show or cancelled.")]),
        (13, Outcome.UNCHANGED, []),
        (14, Outcome.REFUSED, [("Start", "There is no such day.")]),
    ]
    assert "Import 1 session" in text(page)
    assert "<strong>2</strong> here already." in text(page)
    assert Session.objects.count() == 1


def test_import_writes_what_was_shown(signed_in, alice, emma):
    rows = (
        'Emma Wilson,,2027-06-09 10:00,2027-06-09 11:30,Rehab,Virtual,,Gym,"=1+1"\n'
        "Emma Wilson,,2027-06-01 10:00,2027-06-01 11:00,,1:1 training,confirmed,,\n"
        "Emma Wilson,,2027-06-02 10:00,2027-06-02 11:00,,Assessment,No Show,,\n"
        "Emma Wilson,,2027-06-02 10:00,2027-06-02 11:30,,,late cancel,,\n"
    )
    address = upload(signed_in, rows)

    assert send(signed_in, address)["Location"] == address

    past = datetime(2027, 6, 1, 8, tzinfo=UTC)
    assert stored() == [
        ("Emma", past, past + HOUR, "1:1 training", "personal", "completed"),
        ("Emma", past + 24 * HOUR, past + 25 * HOUR, "Assessment", "assessment", "no-show"),
        ("Emma", past + 24 * HOUR, past + 25.5 * HOUR, "Personal", "personal", "cancelled"),
        ("Emma", TEN, TEN + 1.5 * HOUR, "Rehab", "online", "scheduled"),
    ]
    first, last = Session.objects.in_order().first(), Session.objects.get(title="Rehab")
    assert (first.trainer, first.actual_start, first.actual_end) == (alice, past, past + HOUR)
    assert (last.location, last.notes, last.version) == ("Gym", "=1+1", 1)
    assert [record.history_type for record in last.history.all()] == ["+"]
    page = signed_in.get(address)
    assert page.context["result"] == {
        "counts": {"new": 4, "filled": 0, "unchanged": 0, "refused": 0},
        "refused": [],
    }
    assert Upload.objects.get().text == ""


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "after"])
def test_refused_rows_have_days_as_they_were_read(signed_in, emma, is_begun):
    """By themselves they do not show any more what comes first in them."""
    rows = "Emma Wilson,,13/06/2027 10:00,,,,,,\nNobody,,09/06/2027 10:00,09/06/2027 11:00,,,,,\n"
    address = upload(signed_in, rows)
    if is_begun:
        send(signed_in, address)

    told = b"".join(signed_in.get(address, {"refused": "csv"})).decode().splitlines()

    assert len(told) == 2
    assert told[1].startswith("Nobody,,2027-06-09 10:00,2027-06-09 11:00,,")


def test_import_made_twice_changes_nothing_more(signed_in, emma):
    rows = "Emma Wilson,,2027-06-09 10:00,,,,,,\nEmma Wilson,,2027-06-01 10:00,,,,cancelled,,\n"
    send(signed_in, upload(signed_in, rows))
    before = list(Session.objects.values())

    again = signed_in.get(upload(signed_in, rows))

    assert [line.outcome for line in again.context["plan"].lines] == ["unchanged", "unchanged"]
    assert "There is nothing to import" in text(again)
    assert list(Session.objects.values()) == before


def test_unknown_clients_are_added_if_that_is_chosen(signed_in, alice):
    rows = (
        "Nora Berg,nora@example.com,2027-06-09 10:00,,,,,,\n"
        "Nora Berg,NORA@example.com,2027-06-10 10:00,,,,,,\n"
        "Nora Berg,nora@example.com,2027-06-10 10:30,,,,,,\n"
        "Kim Lee,,2027-06-11 10:00,,,,,,\n"
        "Kim,kim@example.com,2027-06-12 10:00,,,,,,\n"
        "Bo Beck,bo@example.com,2027-06-10 10:15,,,,,,\n"
    )
    address = upload(signed_in, rows)
    asked = signed_in.get(address).context["choice"].asked | {"unknown": "add"}

    page = signed_in.get(address, asked)
    send(signed_in, address, **asked)

    assert [line.outcome for line in page.context["plan"].lines] == [
        *("new", "new", "refused", "refused", "refused", "refused")
    ]
    assert [(it.name, it.trainer) for it in Client.objects.all()] == [("Nora Berg", alice)]
    assert Session.objects.filter(client__email="nora@example.com").count() == 2


def test_newcomer_counts_in_the_rows_below_wherever_a_portion_ends(signed_in, alice, portions):
    nora = "Nora Berg,nora@example.com"
    rows = (
        "Nora Berg,,2027-06-09 08:00,,,,,,\n"
        f"{nora},2027-06-09 10:00,,,,,,\n"
        f"{nora},2027-06-09 10:30,,,,,,\n"
        "PT Nora Berg,,2027-06-10 10:00,,,,,,\n"
        ",nora@example.com,2027-06-11 10:00,,,,,,\n"
        "Kim Lee,kim@example.com,2027-06-11 10:30,,,,,,\n"
        '"Lee, Kim",,2027-06-12 10:00,,,,,,\n'
        "Nora Berg,nora@example.net,2027-06-13 10:00,,,,,,\n"
        "Nora Berg,,2027-06-14 10:00,,,,,,\n"
    )
    address = upload(signed_in, rows)
    asked = signed_in.get(address).context["choice"].asked | {"unknown": "add"}
    shown = signed_in.get(address, asked).context["plan"]

    send(signed_in, address, **asked)
    for done in (2, 4, 6, 8):
        signed_in.post(address, {"done": done})

    assert [it.outcome for it in shown.lines] == [
        *("refused", "new", "refused", "new", "new", "refused", "new", "new", "refused")
    ]
    result = Upload.objects.get().result
    assert result["counts"] == {"new": 5, "filled": 0, "unchanged": 0, "refused": 4}
    assert [row["number"] for row in result["refused"]] == [2, 4, 7, 10]
    assert sorted((it.client.email, it.title) for it in Session.objects.select_related("client")) == [
        ("kim@example.com", "Personal"),
        ("nora@example.com", "PT Nora Berg"),
        ("nora@example.com", "Personal"),
        ("nora@example.com", "Personal"),
        ("nora@example.net", "Personal"),
    ]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Emma Wilson Senior,", "Emma Wilson Senior → Emma Wilson"),
        ("E. Wilson,emma@example.com", "E. Wilson → Emma Wilson"),
        (f"Emma Wilson {'x' * 60},", f"Emma Wilson {'x' * 27}… → Emma Wilson"),
        ("EMMA WILSON,", "Emma Wilson"),
        (",emma@example.com", "Emma Wilson"),
        ("Emma Wilson-Smith,", "Emma Wilson-Smith"),
    ],
)
def test_name_that_is_said_otherwise_stands_beside_the_clients(signed_in, emma, said, name):
    page = signed_in.get(upload(signed_in, f"{said},2027-06-09 10:00,,,,,,\n"))

    assert [line.name for line in page.context["plan"].lines] == [name]


@pytest.mark.parametrize("letter", ["T ", "7", "- "], ids=["T", "digit", "dash"])
def test_column_of_odd_cells_however_long_is_read_at_once(alice, emma, now, letter):
    names = [*FIELDS]
    usual = {"client": "Emma Wilson", "start": "2027-06-09 10:00", "duration": "60"}
    odd = f"1h{letter * 50_000}1x1"
    rows = [
        Row(number, [odd if name == each else usual.get(name, "") for name in names])
        for number, each in enumerate(names)
    ]
    choice = Choice(dict(enumerate(names)), DateOrder.DAY, [])

    plan = SESSIONS.compare(alice, Table(names, rows), choice, now)

    assert {"date", "start", "end", "duration"} <= {names[it.number] for it in plan.lines if it.errors}


def test_undo_takes_back_just_what_came(signed_in, alice, emma):
    before = SessionFactory(client=emma, scheduled_start=TEN)
    rows = (
        "Emma Wilson,,2027-06-09 10:00,2027-06-09 11:00,,,,,\n"
        "Nora Berg,nora@example.com,2027-06-10 10:00,,,,,,\n"
    )
    address = upload(signed_in, rows)
    send(signed_in, address, **signed_in.get(address).context["choice"].asked | {"unknown": "add"})
    assert (Session.objects.count(), Client.objects.count()) == (2, 2)

    step = signed_in.get(address).context["step"]
    undone = signed_in.post(f"/changes/{step.uuid}/undo/", {"next": address}, follow=True)

    assert "The import is taken back" in text(undone)
    assert (Session.objects.get(), Client.objects.get()) == (before, emma)
    assert [it.words for it in alice.steps.all()] == ["Imported 1 session"]


def test_page_says_what_stays_before_and_after_it_is_taken_back(signed_in, emma, now):
    address = upload(signed_in, "".join(f"Emma Wilson,,2027-06-{day} 10:00,,Rehab,,,,\n" for day in (10, 11)))
    send(signed_in, address)
    assert "used since" not in text(signed_in.get(address))
    booking.revise(Session.objects.earliest("scheduled_start"), {"notes": "Knee"}, now=now)

    before = signed_in.get(address)
    after = signed_in.post(before.context["turn"], {"next": address}, follow=True)

    stays = "changed or used since stays: Rehab (Emma Wilson, Thu 10 June 2027)."
    assert f"When you take this import back, what was {stays}" in text(before)
    assert "apart from what was changed or used since: Rehab (Emma Wilson, Thu 10 June 2027)." in text(after)
    assert [each.notes for each in Session.objects.all()] == ["Knee"]


def test_long_list_is_imported_in_portions_that_are_one_step(signed_in, alice, emma, portions):
    rows = "".join(f"Emma Wilson,,2027-06-{day} 10:00,,,,,,\n" for day in range(10, 15))
    address = upload(signed_in, rows)

    send(signed_in, address)
    assert (Session.objects.count(), signed_in.get(address).context["upload"].done) == (2, 2)
    in_the_way = SessionFactory(client=emma, scheduled_start=datetime(2027, 6, 13, 8, 30, tzinfo=UTC))
    for done in (2, 2, 4):
        signed_in.post(address, {"done": done})

    result = signed_in.get(address).context["result"]
    assert result["counts"] == {"new": 4, "filled": 0, "unchanged": 0, "refused": 1}
    assert [row["number"] for row in result["refused"]] == [5]
    signed_in.post(f"/changes/{alice.steps.get().uuid}/undo/")
    assert Session.objects.get() == in_the_way


IN_TWO = "First name,Notes,Last name,Start\n"
NORA_AND_EMMA = (
    "Nora,x,Berg,2027-06-10 10:00\n"
    "Emma,x,Wilson,2027-06-11 10:00\n"
    "Emma,x,Wilson,2027-06-12 10:00\n"
    "Emma,x,Wilson,2027-06-13 10:00\n"
)


def test_client_erased_between_portions_ends_the_import(signed_in, alice, emma, portions, now):
    nora = ClientFactory(trainer=alice, first_name="Nora", last_name="Berg")
    address = upload(signed_in, NORA_AND_EMMA, IN_TWO)
    send(signed_in, address)

    erasure.erase(nora, now=now)
    signed_in.post(address, {"done": "2"})

    page = text(signed_in.get(address))
    assert "2 of 4 rows are done, the rest was left out." in page
    assert "This import cannot be taken back any more" in page
    assert "Take this import back" not in page
    starts = Session.objects.filter(client=emma).values_list("scheduled_start", flat=True)
    assert list(starts) == [TEN + 48 * HOUR]
    assert (alice.steps.count(), Upload.objects.get().text) == (0, "")


def test_step_of_an_import_that_is_gone_ends_it(signed_in, alice, emma, portions):
    """Be it for a client of whom the list says something else."""
    address = upload(signed_in, NORA_AND_EMMA.replace("Nora,x,Berg", "Emma,x,Wilson"), IN_TWO)
    send(signed_in, address)
    alice.steps.all().delete()

    signed_in.post(address, {"done": "2"})

    assert "2 of 4 rows are done, the rest was left out." in text(signed_in.get(address))
    assert (Session.objects.count(), alice.steps.count()) == (2, 0)


def test_refused_rows_of_a_list_that_is_begun_are_forgotten_with_their_client(
    signed_in, alice, emma, portions, now
):
    nora = ClientFactory(trainer=alice, first_name="Nora", last_name="Berg", status="inactive")
    address = upload(signed_in, NORA_AND_EMMA, IN_TWO)
    send(signed_in, address)
    assert [row["name"] for row in Upload.objects.get().result["refused"]] == ["Nora Berg"]

    erasure.erase(nora, now=now)

    kept = Upload.objects.get()
    assert (kept.text, kept.result["refused"], kept.is_cut_off) == ("", [], True)
    assert "Take this import back" in text(signed_in.get(address))


def test_import_of_what_would_be_something_else_by_now_asks_again(signed_in, emma):
    address = upload(signed_in, "Emma Wilson,,2027-06-09 10:00,,,,,,\n")
    page = signed_in.get(address)
    SessionFactory(client=emma, scheduled_start=TEN + HOUR / 2)

    answer = signed_in.post(
        address, page.context["choice"].asked | {"seen": page.context["plan"].fingerprint}
    )

    assert answer.status_code == 409
    assert "have changed since you looked" in text(answer)
    assert (Session.objects.count(), Upload.objects.get().result) == (1, None)


def test_what_another_trainer_has_with_the_client_is_taken(signed_in, alice, charlie, emma):
    alice.parallel_sessions = 2
    alice.save()
    SessionFactory(client=emma, trainer=charlie, scheduled_start=TEN, title="Secret")

    page = signed_in.get(upload(signed_in, "Emma Wilson,,2027-06-09 10:00,2027-06-09 11:00,,,,,\n"))

    assert [line.outcome for line in page.context["plan"].lines] == ["refused"]
    assert "Secret" not in text(page)


def test_what_a_series_will_have_is_taken(signed_in, alice, emma, now):
    rule = {"title": "Yoga", "start": TEN, "end": TEN + HOUR, "cycle": "WEEKLY"}
    series.create(alice, rule | {"timeline": TimelineFactory(trainer=alice)}, now=now)

    page = signed_in.get(upload(signed_in, "Emma Wilson,,2032-06-09 10:30,,,,,,\n"))

    assert [line.outcome for line in page.context["plan"].lines] == ["refused"]


@pytest.mark.parametrize(
    ("end", "hours"),
    [("2027-06-10 00:00", 1), ("00:00", 1), ("24:00", 1), ("2027-06-10", 1), ("2027-06-10 01:00", 2)],
)
def test_end_at_midnight_and_beyond(signed_in, emma, end, hours):
    send(signed_in, upload(signed_in, f"Emma Wilson,,2027-06-09 23:00,{end},,,,,\n"))

    assert [it.scheduled_end for it in Session.objects.all()] == [TEN + (13 + hours) * HOUR]


def test_inactive_client_keeps_a_past_and_gets_no_future(signed_in, alice):
    ClientFactory(trainer=alice, first_name="Ina", last_name="Off", status="inactive")
    rows = "Ina Off,,2027-06-01 10:00,,,,,,\nIna Off,,2027-06-10 10:00,,,,,,\n"

    page = signed_in.get(upload(signed_in, rows))

    assert [line.outcome for line in page.context["plan"].lines] == ["new", "refused"]


def test_two_clients_of_one_name_are_told_apart_by_the_email(signed_in, alice, emma):
    ClientFactory(trainer=alice, email="other@example.com")

    page = signed_in.get(
        upload(signed_in, "Emma Wilson,,2027-06-09 10:00,,,,,,\n,emma@example.com,2027-06-10 10:00,,,,,,\n")
    )

    assert [line.outcome for line in page.context["plan"].lines] == ["refused", "new"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Location\n",
            "PT Emma Wilson,06/09/2027,10:00 AM,06/09/2027,11:00 AM,False,Gym\nX,06/29/2027,,,,,",
        ),
        (
            "Start Time,End Time,First Name,Last Name,Email,Type,Calendar\n",
            '"June 9, 2027 10:00 am","June 9, 2027 11:00 am",Emma,Wilson,emma@example.com,PT,Alice',
        ),
        ("Kunde;Datum;Uhrzeit;Dauer\n", "Wilson, Emma;9.6.2027;10:00;60"),
        ("Name\tDate\tTime\n", "emma wilson\t2027-06-09\t10:00-11:00"),
        ("Client,Start,Duration\n", "Emma Wilson,2027-06-09T08:00:00Z,1:00"),
        ("Client,Start\n", "Emma Wilson,2027-06-09T04:00:00-04:00"),
    ],
    ids=["Google Calendar", "Acuity", "German", "times in one", "instant", "usual length"],
)
def test_lists_of_other_programs_are_understood(signed_in, emma, head, row):
    send(signed_in, upload(signed_in, row, head))

    assert [(it.client, it.scheduled_start, it.scheduled_end) for it in Session.objects.all()] == [
        (emma, TEN, TEN + HOUR)
    ]


def test_other_columns_and_order_of_dates_can_be_chosen(signed_in, emma):
    address = upload(signed_in, "Emma Wilson,9/6/2027 10:00\n", "who,at\n")

    wrong = signed_in.get(f"{address}?c0=notes&c1=start")
    unclear = signed_in.get(f"{address}?c0=client&c1=start")
    right = signed_in.get(f"{address}?c0=client&c1=start&dates=day")

    assert "Choose the column that says with whom" in text(wrong)
    assert wrong.context["plan"] is None
    assert "Say above whether the day or the month comes first." in text(unclear)
    assert [line.outcome for line in right.context["plan"].lines] == ["new"]
    assert signed_in.post(address, {"c0": "notes", "c1": "start"}).status_code == 409


def test_own_download_is_read_back(signed_in, emma):
    SessionFactory(client=emma, scheduled_start=TEN, title="Rehab", notes="=1+1", description="Knee")
    SessionFactory(
        client=emma, scheduled_start=TEN - 48 * HOUR, status="cancelled", cancellation_reason="Ill"
    )
    fields = [it.name for it in Session._meta.fields if it.name not in {"id", "uuid", "created_at"}]
    before = list(Session.objects.in_order().values(*set(fields) - {"updated_at"}))
    data = signed_in.get("/sessions/sessions.xlsx?from=2027-06-01&to=2027-06-30").getvalue()
    Session.objects.all().delete()

    answer = signed_in.post(ADDRESS, {"file": SimpleUploadedFile("sessions.xlsx", data)})
    send(signed_in, answer["Location"])

    assert list(Session.objects.in_order().values(*set(fields) - {"updated_at"})) == before


def test_a_spreadsheet(signed_in, emma):
    data = sheet(["Client", "Start", "Duration"], ["Emma Wilson", datetime(2027, 6, 9, 10), 90])

    answer = signed_in.post(ADDRESS, {"file": SimpleUploadedFile("sessions.xlsx", data)})
    send(signed_in, answer["Location"])

    assert [it.scheduled_end for it in Session.objects.all()] == [TEN + 1.5 * HOUR]


def test_upload_is_its_trainers_and_of_its_kind(signed_in, client, emma, charlie):
    address = upload(signed_in, "Emma Wilson,,2027-06-09 10:00,,,,,,\n")
    uuid = address.split("/")[-2]
    assert signed_in.get(f"/clients/import/{uuid}/")["Location"] == "/clients/import/"
    client.force_login(charlie.user)

    for answer in (client.get(address), client.post(address, {"seen": "x"})):
        assert answer["Location"] == ADDRESS
    assert "Emma" not in text(client.get(ADDRESS))
    page = client.get(upload(client, "Emma Wilson,emma@example.com,2027-06-09 10:00,,,,,,\n"))
    assert [line.outcome for line in page.context["plan"].lines] == ["refused"]
    assert not Session.objects.exists()


def test_times_no_calendar_has_are_refused(signed_in, emma):
    rows = "".join(f"Emma Wilson,,{year}-01-01 10:00,,,,,,\n" for year in ("0001", "1969", "2100", "9999"))

    page = signed_in.get(upload(signed_in, rows))

    assert {line.outcome for line in page.context["plan"].lines} == {"refused"}


def test_text_of_a_list_is_escaped(signed_in, emma):
    script = "<script>window.__xss = 1</script>"
    row = f"{script},{script},{script},{script},{script},{script},{script},{script},{script}\n"

    page = signed_in.get(upload(signed_in, f"Emma Wilson,,2027-06-09 10:00,,{script},,,,\n{row}"))

    assert script not in text(page)


@pytest.mark.parametrize("count", [1, 3])
def test_preview_queries(signed_in, emma, count, django_assert_num_queries):
    rows = "".join(
        f"Emma Wilson,,2027-06-1{n} 10:00,,,,,,\nA B,a{n}@x.de,2027-06-1{n} 12:00,,,,,,\n"
        for n in range(count)
    )
    address = upload(signed_in, rows)
    asked = signed_in.get(address).context["choice"].asked | {"unknown": "add"}

    # The cookie, the user, the trainer, the upload; the clients, those who are new; what holds time, the
    # series to come, and what is there.
    with django_assert_num_queries(9):
        signed_in.get(address, asked)


@pytest.mark.parametrize("count", [1, 3])
def test_import_queries(signed_in, emma, count, django_assert_num_queries):
    rows = "".join(
        f"Emma Wilson,,2027-06-1{n} 10:00,,,,,,\nA B,a{n}@x.de,2027-06-1{n} 12:00,,,,,,\n"
        for n in range(count)
    )
    address = upload(signed_in, rows)
    asked = signed_in.get(address).context["choice"].asked | {"unknown": "add"}
    seen = signed_in.get(address, asked).context["plan"].fingerprint

    with django_assert_num_queries(42):
        signed_in.post(address, asked | {"seen": seen})
    assert Session.objects.count() == 2 * count
