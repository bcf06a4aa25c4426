"""The desk imports lists for a trainer: as the trainer would, under the name of who did it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from clients.importing import uploads
from clients.models import Client, Upload
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.models import Step

CLIENTS = (
    "First name,Last name,E-mail,Phone\nNora,Berg,nora@example.com,\nEmma,Wilson,EMMA@example.com,030 12\n"
)
SESSIONS = "Client,Start,Title\nEmma Wilson,2027-06-09 10:00,Rehab\nEmma Wilson,2027-06-10 10:00,Rehab\n"


@pytest.fixture(autouse=True)
def standing_clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def desk(sign_in, standing_clock):
    return sign_in("front desk")


def first(trainer, kind="session"):
    return reverse(f"desk-{kind}-import", args=[trainer.pk])


def upload(visitor, trainer, text=SESSIONS, kind="session"):
    """The address that a paste leads to."""
    answer = visitor.post(first(trainer, kind), {"text": text})
    assert answer.status_code == 302
    return answer["Location"]


def sent(visitor, address):
    """The form of the preview, as it was shown."""
    context = visitor.get(address).context
    return context["choice"].asked | {"seen": context["plan"].fingerprint}


def undo(visitor, page):
    return visitor.post(page.context["turn"], {"next": page.request["PATH_INFO"]}, follow=True)


def test_sessions_are_imported_and_taken_back(client, desk, emma):
    address = upload(client, emma.trainer)
    assert not Session.objects.exists()

    done = client.post(address, sent(client, address), follow=True)

    ten = datetime(2027, 6, 9, 8, tzinfo=UTC)
    fields = ("trainer", "client", "scheduled_start", "title")
    assert list(Session.objects.in_order().values_list(*fields)) == [
        (emma.trainer_id, emma.pk, ten, "Rehab"),
        (emma.trainer_id, emma.pk, ten + timedelta(days=1), "Rehab"),
    ]
    step = emma.trainer.steps.get()
    assert (step.words, step.by) == ("Imported 2 sessions", desk)
    assert {record.history_user for record in Session.history.all()} == {desk}
    undone = undo(client, done)
    assert "The import is taken back" in undone.content.decode()
    assert not Session.objects.exists()
    undo(client, undone)
    assert Session.objects.count() == 2


def test_clients_are_imported_and_taken_back(client, desk, alice):
    emma = ClientFactory(trainer=alice, email="emma@example.com", phone="")
    address = upload(client, alice, CLIENTS, "client")

    done = client.post(address, sent(client, address), follow=True)

    stored = Client.objects.order_by("email").values_list("trainer", "email", "phone")
    assert list(stored) == [(alice.pk, "emma@example.com", "030 12"), (alice.pk, "nora@example.com", "")]
    assert Step.objects.get().by == desk
    undo(client, done)
    assert (Client.objects.get(), Client.objects.get().phone) == (emma, "")


def test_times_are_on_the_clock_of_the_trainer(client, desk, charlie):
    ClientFactory(trainer=charlie)
    address = upload(client, charlie)

    preview = client.get(address).content.decode()
    client.post(address, sent(client, address))

    assert "Times are on the clock of America/New_York" in preview
    assert Session.objects.in_order().first().scheduled_start == datetime(2027, 6, 9, 14, tzinfo=UTC)


def test_pages_are_the_desks(client, desk, emma, monkeypatch):
    monkeypatch.setattr(uploads, "PORTION", 1)
    back = f'href="{reverse("desk-trainer", args=[emma.trainer_id])}"'
    address = upload(client, emma.trainer)

    pages = [client.get(first(emma.trainer)), client.get(first(emma.trainer, "client")), client.get(address)]
    pages.append(client.post(address, sent(client, address), follow=True))
    under_way = client.get(first(emma.trainer, "client")).content.decode()
    done = client.post(address, {"done": 1}, follow=True)

    assert {"desk/base.html" in [each.name for each in page.templates] for page in [*pages, done]} == {True}
    assert [back in page.content.decode() for page in [*pages, done]] == [True] * 3 + [False, True]
    assert [f'"{first(emma.trainer)}"' in page.content.decode() for page in pages[1:3]] == [True, True]
    assert (f'hx-post="{address}"' in pages[3].content.decode(), f'href="{address}"' in under_way) == (
        True,
        True,
    )
    trainers_own = ("/clients/import/", "/sessions/import/", "/changes/")
    assert not [each for page in pages for each in trainers_own if f'"{each}' in page.content.decode()]


def test_refused_rows_are_downloaded_in_the_language_of_the_page(client, desk, emma):
    address = upload(client, emma.trainer, SESSIONS + "Nobody,2027-06-11 10:00,Rehab\n")

    answer = client.get(address, {"refused": "csv"}, headers={"Accept-Language": "de"})

    rows = b"".join(answer).decode("utf-8-sig").splitlines()
    assert [row.split(",")[:3] for row in rows] == [
        ["Kunde", "Beginn", "Titel"],
        ["Nobody", "2027-06-11 10:00", "Rehab"],
    ]
    assert rows[0].endswith(",Warum")


def test_page_of_a_trainer_leads_to_the_imports(client, sign_in, alice):
    pages = {}
    for role in ("front desk", "auditor"):
        sign_in(role)
        pages[role] = client.get(reverse("desk-trainer", args=[alice.pk])).content.decode()

    for kind in ("client", "session"):
        assert [first(alice, kind) in pages[role] for role in pages] == [True, False]


@pytest.mark.parametrize("role", ["auditor", "trainer"])
def test_another_role_is_refused(client, sign_in, alice, role):
    sign_in(role)

    for kind in ("client", "session"):
        preview = reverse(f"desk-{kind}-import-preview", args=[alice.pk, uuid4()])
        for address in (first(alice, kind), preview):
            assert client.get(address).status_code == 403
            assert client.post(address, {"text": CLIENTS}).status_code == 403
    assert not Upload.objects.exists()


@pytest.mark.parametrize("kind", ["client", "session"])
def test_nothing_is_imported_for_who_is_deactivated(client, desk, emma, kind):
    address = upload(client, emma.trainer, {"client": CLIENTS, "session": SESSIONS}[kind], kind)
    form = sent(client, address)
    emma.trainer.user.is_active = False
    emma.trainer.user.save()

    answers = [client.get(first(emma.trainer, kind), follow=True), client.post(address, form, follow=True)]

    for answer in answers:
        assert "is deactivated: nothing can be imported" in answer.content.decode()
        assert first(emma.trainer, kind) not in answer.content.decode()
    assert (Session.objects.count(), Client.objects.count()) == (0, 1)


def test_list_is_its_trainers(client, desk, emma, charlie):
    SessionFactory(client=ClientFactory(trainer=charlie))
    before = list(Session.objects.values()), list(charlie.clients.values())
    uuid = upload(client, emma.trainer).split("/")[-2]
    others = reverse("desk-session-import-preview", args=[charlie.pk, uuid])

    answers = [client.get(others), client.post(others, {"seen": "x"})]

    assert [answer["Location"] for answer in answers] == [first(charlie)] * 2
    assert (list(Session.objects.values()), list(charlie.clients.values())) == before


def test_list_leaves_the_trainers_own_alone_and_that_of_a_colleague(client, sign_in, emma, monkeypatch):
    monkeypatch.setattr(uploads, "PORTION", 1)
    trainer = emma.trainer
    staff = {who: sign_in(who) for who in ("front desk", "manager")}
    managers = upload(client, trainer)
    client.force_login(trainer.user)
    own = client.post("/sessions/import/", {"text": SESSIONS})["Location"]
    client.post(own, sent(client, own))

    client.force_login(staff["front desk"])
    first_one = upload(client, trainer)
    assert client.get(first(trainer)).context["under_way"] is None
    upload(client, trainer)

    assert client.get(first_one).status_code == 302
    client.force_login(staff["manager"])
    assert client.get(managers).status_code == 200
    client.force_login(trainer.user)
    assert client.get("/sessions/import/").context["on_with_it"] == own


def test_list_is_whose_who_chose_it(client, desk, sign_in, emma):
    """Not the trainer's, nor a colleague's, before and after it is imported."""
    address = upload(client, emma.trainer)
    form = sent(client, address)
    own = reverse("session-import-preview", args=[Upload.objects.get().uuid])
    before, manager = Upload.objects.values().get(), sign_in("manager")

    answers = []
    for user, where in ((emma.trainer.user, own), (manager, address)):
        client.force_login(user)
        answers += [client.get(where), client.post(where, form)]
    assert [answer["Location"] for answer in answers] == ["/sessions/import/"] * 2 + [first(emma.trainer)] * 2
    assert (Upload.objects.values().get(), Session.objects.count()) == (before, 0)
    client.force_login(desk)
    client.post(address, form)
    client.force_login(manager)
    assert client.get(address)["Location"] == first(emma.trainer)


def test_trainer_finds_it_among_the_changes_and_takes_it_back(client, desk, emma):
    address = upload(client, emma.trainer)
    client.post(address, sent(client, address))
    client.force_login(emma.trainer.user)

    page = client.get("/changes/").content.decode()
    client.post(reverse("step-undo", args=[Step.objects.get().uuid]))

    assert ("Imported 2 sessions" in page, "front desk" in page) == (True, True)
    assert not Session.objects.exists()


def listed(count):
    rows = (f"Emma Wilson,2027-06-{9 + number:02} 10:00,Rehab\n" for number in range(count))
    return f"Client,Start,Title\n{''.join(rows)}"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_a_preview(client, desk, emma, count, django_assert_num_queries):
    address = upload(client, emma.trainer, listed(count))
    client.get(address)

    with django_assert_num_queries(10):
        client.get(address)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_an_import(client, desk, emma, count, django_assert_num_queries):
    address = upload(client, emma.trainer, listed(count))
    form = sent(client, address)

    with django_assert_num_queries(34):
        client.post(address, form)
