"""Clients are imported: looked at first, all or nothing, once, and only one's own."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from clients.domain import Outcome, enrol, enrol_all
from clients.importing import uploads
from clients.models import Client, Upload
from clients.tests.factories import ClientFactory
from clients.tests.sheets import sheet

HEAD = "First name,Last name,E-mail,Phone,Notes\n"
ROWS = f"{HEAD}Nora,Berg,nora@example.com,,=1+1\nEmma,Wilson,EMMA@example.com,12,Knee\nBo,,bo@example,,\n"


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


@pytest.fixture
def notes_missing(emma):
    """Emma, of whom a phone is known and no notes."""
    assert (emma.phone, emma.notes) == ("+1-555-0123", "")
    return emma


def upload(visitor, text=ROWS, **more):
    """The address that a paste leads to."""
    answer = visitor.post("/clients/import/", {"text": text, **more})
    assert answer.status_code == 302
    return answer["Location"]


def send(visitor, address, **more):
    """The form of the preview, as it was shown."""
    page = visitor.get(address)
    sent = {column.name: column.field for column in page.context["columns"]}
    seen = {"seen": page.context["plan"].fingerprint, "dates": page.context["choice"].order}
    return visitor.post(address, sent | seen | more)


def told(page):
    return [(line.number, line.outcome, line.fields, line.kept, line.errors) for line in page.context["page"]]


def text(page):
    return page.content.decode()


def test_preview_says_what_would_happen_and_writes_nothing(signed_in, notes_missing):
    before = Client.objects.values().get()

    page = signed_in.get(upload(signed_in))

    assert told(page) == [
        (2, Outcome.NEW, "First name, Last name, E-mail, Notes", "", []),
        (3, Outcome.FILLED, "Notes", "Phone", []),
        (
            4,
            Outcome.REFUSED,
            "",
            "",
            [("Last name", "This field cannot be blank."), ("E-mail", "Enter a valid email address.")],
        ),
    ]
    assert "Import 2 clients" in text(page)
    assert Client.objects.values().get() == before


def test_import_writes_what_was_shown(signed_in, alice, notes_missing):
    address = upload(signed_in)

    assert send(signed_in, address)["Location"] == address

    nora, emma = Client.objects.get(email="nora@example.com"), Client.objects.get(pk=notes_missing.pk)
    assert (nora.trainer, nora.name, nora.notes, nora.version) == (alice, "Nora Berg", "=1+1", 1)
    assert (emma.notes, emma.phone, emma.version) == ("Knee", "+1-555-0123", 2)
    assert [record.history_type for record in nora.history.all()] == ["+"]
    assert emma.history.latest().notes == "Knee"
    page = signed_in.get(address)
    assert page.context["result"]["counts"] == {"new": 1, "filled": 1, "unchanged": 0, "refused": 1}
    assert "bo@example" in text(page)
    assert Upload.objects.get().text == ""


def test_import_sent_twice_and_made_twice_changes_nothing_more(signed_in, notes_missing):
    address = upload(signed_in)
    send(signed_in, address)
    before = list(Client.objects.values())

    assert signed_in.post(address, {"seen": "x"})["Location"] == address
    again = signed_in.get(upload(signed_in))

    assert [line.outcome for line in again.context["page"]] == ["unchanged", "unchanged", "refused"]
    assert "There is nothing to import" in text(again)
    assert list(Client.objects.values()) == before


def test_import_of_what_would_be_something_else_by_now_asks_again(signed_in, alice):
    address = upload(signed_in)
    page = signed_in.get(address)
    sent = {column.name: column.field for column in page.context["columns"]}
    enrol(alice, {"first_name": "N", "last_name": "B", "email": "nora@example.com", "notes": "mine"})

    answer = signed_in.post(address, sent | {"seen": page.context["plan"].fingerprint})

    assert answer.status_code == 409
    assert "have changed since you looked" in text(answer)
    assert (Client.objects.get().notes, Upload.objects.get().result) == ("mine", None)


@pytest.fixture
def portions(monkeypatch):
    """A few rows are many."""
    monkeypatch.setattr(uploads, "PORTION", 2)


def listed(count):
    return HEAD + "".join(f"A,B,a{n}@x.de,,\n" for n in range(count)) + "A,B,A0@x.de,,again\n"


def test_long_list_is_imported_in_portions_that_are_one_step(signed_in, alice, portions):
    address = upload(signed_in, listed(4))

    send(signed_in, address)
    page = signed_in.get(address)
    assert (Client.objects.count(), page.context["upload"].done) == (2, 2)
    assert re.search(r'<progress[^>]* value="2"\s+max="5">', text(page))
    assert "2 of 5 rows" in text(signed_in.get("/clients/import/"))
    for done in (2, 4):
        signed_in.post(address, {"done": done})

    result = signed_in.get(address).context["result"]
    assert (result["counts"]["new"], [row["number"] for row in result["refused"]]) == (4, [6])
    assert [step.words for step in alice.steps.all()] == ["Imported 4 clients"]
    assert "not finished" not in text(signed_in.get("/clients/import/"))


def test_portion_sent_twice_is_imported_once(signed_in, portions):
    address = upload(signed_in, listed(4))
    send(signed_in, address)

    for _ in range(2):
        signed_in.post(address, {"done": 2})
    signed_in.post(address, {"seen": "the first form again"})

    assert signed_in.get(address).context["upload"].done == 4


def test_import_is_taken_back_and_done_again(signed_in, alice, notes_missing, portions):
    address = upload(signed_in, f"{ROWS}Kim,Lee,kim@example.com,,\n")
    send(signed_in, address)
    signed_in.post(address, {"done": 2})
    step = alice.steps.get()

    undone = signed_in.post(f"/changes/{step.uuid}/undo/", {"next": address}, follow=True)
    assert (Client.objects.get(), Client.objects.get().notes) == (notes_missing, "")
    assert "The import is taken back" in text(undone)
    redone = signed_in.post(f"/changes/{step.uuid}/redo/", {"next": address}, follow=True)

    assert "Take this import back" in text(redone)
    assert sorted(Client.objects.values_list("email", "notes")) == [
        ("emma@example.com", "Knee"),
        ("kim@example.com", ""),
        ("nora@example.com", "=1+1"),
    ]


def test_import_that_is_taken_back_half_way_ends(signed_in, alice, portions):
    address = upload(signed_in, listed(4))
    send(signed_in, address)
    signed_in.post(f"/changes/{alice.steps.get().uuid}/undo/")

    signed_in.post(address, {"done": 2})

    assert "The import is taken back" in text(signed_in.get(address))
    assert not Client.objects.exists()


def test_import_that_is_taken_back_half_way_and_done_again_says_what_was_left_out(signed_in, alice, portions):
    address = upload(signed_in, listed(4))
    send(signed_in, address)
    step = alice.steps.get()
    signed_in.post(f"/changes/{step.uuid}/undo/")
    signed_in.post(address, {"done": 2})

    redone = signed_in.post(f"/changes/{step.uuid}/redo/", {"next": address}, follow=True)

    assert "The list is imported in part" in text(redone)
    assert "2 of 5 rows are done, the rest was left out." in text(redone)
    assert Client.objects.count() == 2


def test_row_that_somebody_else_was_quicker_with_is_told(signed_in, alice, portions):
    address = upload(signed_in, listed(3).replace("a2@x.de,,", "a2@x.de,,mine too"))
    send(signed_in, address)
    enrol(alice, {"first_name": "N", "last_name": "B", "email": "a2@x.de", "notes": "mine"})

    signed_in.post(address, {"done": 2})

    counts = signed_in.get(address).context["result"]["counts"]
    assert counts == {"new": 2, "filled": 0, "unchanged": 1, "refused": 1}
    assert Client.objects.get(email="a2@x.de").notes == "mine"


def test_other_columns_can_be_chosen(signed_in):
    address = upload(signed_in, "who,where\nNora Berg,nora@example.com\n")

    wrong = signed_in.get(f"{address}?c0=notes&c1=email")
    right = signed_in.get(f"{address}?c0=name&c1=email")

    assert "Choose the columns with first and last name" in text(wrong)
    assert wrong.context["plan"] is None
    assert signed_in.post(address, {"c0": "notes", "c1": "email"}).status_code == 409
    assert [line.name for line in right.context["plan"].lines] == ["Nora Berg"]
    assert not Client.objects.exists()


def test_rows_of_one_kind_are_shown_alone(signed_in, notes_missing):
    page = signed_in.get(f"{upload(signed_in)}?show=refused")

    assert [line[0] for line in told(page)] == [4]
    assert [(tab.label, tab.count) for tab in page.context["tabs"]] == [
        ("All", 3),
        ("New", 1),
        ("Filled in", 1),
        ("Unchanged", 0),
        ("Refused", 1),
    ]


def downloaded(visitor, address, **asked):
    """The cells of the CSV of refused rows."""
    answer = visitor.get(address, {"refused": "csv", **asked})
    assert answer["Content-Disposition"].startswith("attachment")
    return list(csv.reader(b"".join(answer).decode("utf-8-sig").splitlines()))


WRONG = f"{HEAD}Nora,Berg,nora@example.com,,x\nBo,,bo@example,,=1+1\nKim,Lee,kim@example.com,1,,odd\n"
WHY = "Last name: This field cannot be blank. E-mail: Enter a valid email address."
HERE = ["First name", "Last name", "E-mail", "Phone", "Notes", "Why"]
REFUSED = [
    HERE,
    ["Bo", "", "bo@example", "", "'=1+1", WHY],
    [
        *("Kim", "Lee", "kim@example.com", "1", ""),
        "There is more in this row than columns have names."
        " Phone: Write a phone number with digits, for example +1-555-0123.",
        "odd",
    ],
]


def test_refused_rows_are_downloaded_with_why_before_and_after(signed_in, portions):
    address = upload(signed_in, WRONG)

    before = downloaded(signed_in, address)
    send(signed_in, address)
    signed_in.post(address, {"done": 2})

    assert (before, downloaded(signed_in, address)) == (REFUSED, REFUSED)
    assert "?refused=csv" in text(signed_in.get(address))


def test_refused_rows_that_are_mended_are_imported_alone(signed_in):
    address = upload(signed_in, WRONG)
    rows = downloaded(signed_in, address)
    rows[1][1:3] = ["Derek", "bo@example"]

    again = upload(signed_in, "\n".join(",".join(row) for row in rows[:2]))
    assert downloaded(signed_in, again)[0] == HERE
    rows[1][2] = "bo@example.com"
    send(signed_in, upload(signed_in, "\n".join(",".join(row) for row in rows[:2])))

    assert list(Client.objects.values_list("first_name", "email", "notes")) == [
        ("Bo", "bo@example.com", "=1+1")
    ]


def test_link_to_the_refused_rows_keeps_the_columns_that_were_chosen(signed_in):
    address = upload(signed_in, "A,B,Mail\nBo,Derek,bo@example\n")
    chosen = {"c0": "first_name", "c1": "last_name", "c2": "email"}

    for page in (
        signed_in.get(address, chosen),
        signed_in.post(address, chosen | {"seen": "something else"}),
    ):
        link = re.search(r'href="(\?[^"]*refused=csv)"', text(page))[1]
        rows = b"".join(signed_in.get(address + unescape(link))).decode("utf-8-sig").splitlines()
        assert rows[0] == "First name,Last name,E-mail,Why"


def test_refused_rows_have_the_labels_of_what_was_chosen(signed_in):
    address = upload(signed_in, "A,B,Mail\nBo,Derek,bo@example\n")
    chosen = {"c0": "first_name", "c1": "last_name", "c2": "email", "dates": ""}

    assert downloaded(signed_in, address, **chosen) == [
        ["First name", "Last name", "E-mail", "Why"],
        ["Bo", "Derek", "bo@example", "E-mail: Enter a valid email address."],
    ]


def as_list(rows):
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def test_refused_rows_leave_out_what_is_not_read(signed_in):
    """It might be taken for what another column was chosen for."""
    head = "First name,Last name,Email,Contact\n"
    address = upload(signed_in, f"{head}Bo,,old@example.com,bo@example.com\n")
    chosen = {"c0": "first_name", "c1": "last_name", "c2": "", "c3": "email", "dates": ""}
    rows = downloaded(signed_in, address, **chosen)

    rows[1][1] = "Derek"
    send(signed_in, upload(signed_in, as_list(rows)))

    assert Client.objects.get().email == "bo@example.com"


def test_refused_row_that_is_too_long_is_refused_as_long_as_nobody_mends_it(signed_in):
    row = "Bo,Derek,bo@example.com,12345,Strong, and quick,Knee\n"
    rows = downloaded(signed_in, upload(signed_in, HEAD + row))

    again = upload(signed_in, as_list(rows))

    assert downloaded(signed_in, again) == rows
    assert rows[1][4:] == [
        "Strong",
        "There is more in this row than columns have names.",
        "and quick",
        "Knee",
    ]


@pytest.mark.parametrize("is_begun", [False, True], ids=["before", "after"])
def test_refused_rows_have_days_as_they_were_read(signed_in, is_begun):
    """By themselves they do not show any more what comes first in them."""
    text = (
        "First name,Last name,E-mail,Date of birth\nAl,Au,al@example.com,25/12/1990\n"
        "Bo,,bo@example.com,03/04/1990\nCy,,cy@example.com,soon\nDi,,di@example.com,\n"
    )
    address = upload(signed_in, text)
    if is_begun:
        send(signed_in, address)

    rows = downloaded(signed_in, address)

    assert [row[3] for row in rows] == ["Date of birth", "1990-04-03", "soon", ""]


def test_names_of_columns_are_not_kept(signed_in):
    """In a list without any these are somebody's name and notes."""
    chosen = {"c0": "first_name", "c1": "last_name", "c2": "email", "c3": "", "dates": ""}
    address = upload(signed_in, "Emma,Wilson,Mail,Left knee\nBo,,bo@example,x\nKim,Lee,kim@example.com,y\n")
    seen = signed_in.get(address, chosen).context["plan"].fingerprint

    signed_in.post(address, chosen | {"seen": seen})

    assert downloaded(signed_in, address)[1][0] == "Bo"
    assert "knee" not in str(Upload.objects.values().get())


def test_nothing_is_downloaded_as_long_as_the_columns_are_wrong(signed_in):
    address = upload(signed_in, "A,B\nBo,Derek\n")

    assert "How the columns are read" in text(signed_in.get(address, {"refused": "csv"}))


def test_one_address_twice_in_a_list(signed_in):
    page = signed_in.get(upload(signed_in, "name,email\nNora Berg,n@x.de\nN Berg,N@X.de\n"))

    assert told(page)[1][4] == [("E-mail", "This e-mail stands in a row above already.")]


def test_a_spreadsheet(signed_in):
    data = sheet(["First name", "Last name", "E-mail", "Born"], ["Bo", "Berg", "b@x.de", date(1990, 4, 3)])

    answer = signed_in.post("/clients/import/", {"file": SimpleUploadedFile("clients.xlsx", data)})
    send(signed_in, answer["Location"])

    stored = Client.objects.get()
    assert (stored.name, stored.date_of_birth) == ("Bo Berg", date(1990, 4, 3))


def test_a_file_of_windows(signed_in):
    data = "Vorname;Nachname;E-Mail\r\nJörg;Groß;j@x.de\r\n".encode("cp1252")

    answer = signed_in.post("/clients/import/", {"file": SimpleUploadedFile("clients.csv", data)})
    send(signed_in, answer["Location"])

    assert Client.objects.get().name == "Jörg Groß"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"name,email\nN\x00,n@x.de\n", "file"),
        (b"\x81\x8d\x8f", "file"),
        (b"name,email\n", "file"),
        (b'name,email\n"', "file"),
        (b"x" * (2 * 1024 * 1024 + 1), "file"),
        (b"", "file"),
        (b"PK\x03\x04 and no more", "file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(signed_in, data, field):
    answer = signed_in.post("/clients/import/", {"file": SimpleUploadedFile("clients.csv", data)})

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "file"),
        ({"text": " \n"}, "file"),
        ({"text": "a\x00,b@c\n"}, "text"),
        ({"text": "name\n"}, "text"),
    ],
)
def test_a_paste_that_cannot_be_read_is_refused_beside_its_field(signed_in, sent, field):
    answer = signed_in.post("/clients/import/", sent)

    assert (answer.status_code, list(answer.context["form"].errors)) == (400, [field])


def test_a_file_and_a_paste_are_one_too_many(signed_in):
    file = SimpleUploadedFile("clients.csv", ROWS.encode())

    answer = signed_in.post("/clients/import/", {"file": file, "text": ROWS})

    assert answer.context["form"].errors == {"text": ["Choose a file or paste rows, not both."]}


def test_upload_is_its_trainers(signed_in, client, charlie):
    address = upload(signed_in)
    client.force_login(charlie.user)

    for answer in (client.get(address), client.post(address, {"seen": "x"})):
        assert (
            answer["Location"] == client.get(f"/clients/import/{uuid4()}/")["Location"] == "/clients/import/"
        )
    assert "nora" not in text(client.get("/clients/import/"))
    assert not Client.objects.exists()


def test_upload_is_forgotten_after_a_while(signed_in, client, alice, charlie, now):
    with time_machine.travel(now, tick=False) as clock:
        client.force_login(alice.user)
        address = upload(signed_in)
        assert signed_in.get(address).status_code == 200
        clock.shift(uploads.KEPT)
        assert "no longer here" in text(signed_in.get(address, follow=True))
        client.force_login(charlie.user)
        upload(client)

    assert Upload.objects.get().trainer == charlie


def test_a_trainer_has_one_upload_at_a_time(signed_in):
    first, second = upload(signed_in), upload(signed_in)

    assert signed_in.get(first).status_code == 302
    assert signed_in.get(second).status_code == 200


def test_text_of_a_list_is_escaped(signed_in):
    script = "<script>window.__xss = 1</script>"
    page = signed_in.get(upload(signed_in, f"{script},name,email\n{script},{script} {script},{script}\n"))

    assert script not in text(page)
    assert page.context["columns"][0].title == script


def test_enrol_all_is_all_or_nothing(alice, emma):
    """What cannot be stored after all, as when somebody else is quicker by a moment, takes all with it."""
    same = uuid4()
    wanted = [
        ({"uuid": same, "first_name": "A", "last_name": "B", "email": f"a{n}@x.de"}, {}) for n in (1, 2)
    ]

    with pytest.raises(ValidationError):
        enrol_all(alice, [({"email": emma.email, "notes": "Knee"}, {}), *wanted])

    assert (Client.objects.get(), Client.objects.get().notes) == (emma, "")


def test_enrol_all_fills_in_a_figure_with_its_unit(alice):
    tall = ClientFactory(trainer=alice, height=180, email="t@x.de")
    small = ClientFactory(trainer=alice, email="s@x.de")
    values = {"height": 70, "height_unit": "in", "weight": 90, "weight_unit": "lb"}

    enrol_all(alice, [({"email": each.email, **values}, {}) for each in (tall, small)])

    found = Client.objects.order_by("pk").values_list("height", "height_unit", "weight", "weight_unit")
    assert list(found) == [(180, "cm", 90, "lb"), (70, "in", 90, "lb")]


@pytest.mark.parametrize("count", [1, 3])
def test_preview_queries(signed_in, count, django_assert_num_queries):
    rows = "".join(f"A,B,a{n}@x.de,,\n" for n in range(count))
    address = upload(signed_in, HEAD + rows)

    with django_assert_num_queries(5):  # the cookie, the user, the trainer, the upload, the clients
        signed_in.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_import_queries(signed_in, alice, count, django_assert_num_queries):
    for n in range(count):
        ClientFactory(trainer=alice, email=f"old{n}@x.de")
    rows = "".join(f"A,B,new{n}@x.de,,\nA,B,old{n}@x.de,,Note\n" for n in range(count))
    address = upload(signed_in, HEAD + rows)
    page = signed_in.get(address)
    sent = {column.name: column.field for column in page.context["columns"]}

    with django_assert_num_queries(28):
        signed_in.post(address, sent | {"seen": page.context["plan"].fingerprint})
    assert Client.objects.filter(notes="Note").count() == count


def test_created_at_is_when_they_were_imported(signed_in, alice):
    then = datetime.now(UTC)

    send(signed_in, upload(signed_in))

    assert Client.objects.get().created_at - then < timedelta(minutes=5)
