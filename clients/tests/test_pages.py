"""The clients as a browser sees them: listed, shown, enrolled, changed, and never anybody else's."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from clients import domain
from clients.domain import revise
from clients.models import Client
from clients.tests.factories import ClientFactory
from scheduling.models import Session
from scheduling.tests.factories import SessionFactory
from trainers.tests.factories import UserFactory

VALUES = {
    "first_name": "Nora",
    "last_name": "Berg",
    "email": "nora@example.com",
    "height_unit": "cm",
    "weight_unit": "kg",
}
SCRIPT = "<script>window.__xss = 1</script>"


@pytest.fixture
def signed_in(client, alice):
    """Alice, signed in."""
    client.force_login(alice.user)
    return client


def pages(client):
    own = f"/clients/{client.uuid}/"
    return ["/clients/", "/clients/new/", own, f"{own}edit/", f"{own}deactivate/", f"{own}reactivate/"]


def text(page):
    return page.content.decode()


def test_list_with_next_and_last_session(client, emma, now):
    with time_machine.travel(now, tick=False):
        client.force_login(emma.trainer.user)
        SessionFactory(client=emma, scheduled_start=now - timedelta(days=7))
        SessionFactory(client=emma, scheduled_start=now + timedelta(hours=2))
        SessionFactory(client=emma, scheduled_start=now + timedelta(days=2))
        page = client.get("/clients/")

    assert "Emma Wilson" in text(page)
    assert "Tue 8 June 10:00" in text(page)
    assert "Tue 1 June 08:00" in text(page)


def test_list_of_nobody(signed_in):
    assert "Add your first client" in text(signed_in.get("/clients/"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Emma"]),
        ("?status=all", ["Emma", "Ina"]),
        ("?status=inactive", ["Ina"]),
        ("?q=WILS", ["Emma"]),
        ("?q=ina&status=all", ["Ina"]),
        ("?q=%25", []),
        ("?q=nul%00", []),
        ("?status=bogus", []),
    ],
)
def test_list_filtered(signed_in, alice, emma, query, found):
    ClientFactory(trainer=alice, first_name="Ina", last_name="Berg", email="ina@x.org", status="inactive")

    page = signed_in.get(f"/clients/{query}")

    assert page.status_code == 200
    assert [client.first_name for client in page.context["page"]] == found


@pytest.mark.parametrize(("number", "shown"), [("1", 25), ("2", 2), ("abc", 25), ("-1", 2), ("9" * 5000, 25)])
def test_list_in_pages(signed_in, alice, number, shown):
    ClientFactory.create_batch(27, trainer=alice)

    assert len(signed_in.get("/clients/", {"page": number}).context["page"].object_list) == shown


def test_client_page(signed_in, emma, now):
    Client.objects.filter(pk=emma.pk).update(medical_conditions="Asthma", fitness_goal="Marathon")
    SessionFactory(client=emma, title="Rehab", status="completed")

    page = text(signed_in.get(f"/clients/{emma.uuid}/"))

    assert page.index("Asthma") < page.index("Marathon")
    assert "Rehab" in page
    assert f"/sessions/new/?client={emma.uuid}" in page


def test_client_page_before_the_session(signed_in, emma, now):
    with time_machine.travel(now, tick=False):
        signed_in.force_login(emma.trainer.user)
        for days, notes in ((21, "Oldest"), (14, "Older"), (7, "Newer"), (3, "")):
            SessionFactory(
                client=emma,
                status="completed",
                scheduled_start=now - timedelta(days=days),
                exercises_performed=notes and f"{notes} squats",
                notes=notes,
            )
        page = signed_in.get(f"/clients/{emma.uuid}/")

    assert [session.notes for session in page.context["noted"]] == ["Newer", "Older"]
    assert text(page).index("Newer squats") < text(page).index("Older squats")
    assert "4 of 4 sessions" in text(page)
    assert "The last 4 in a row were kept." in text(page)


@pytest.mark.parametrize(("days", "chosen"), [([-8, -1], 1), ([-1, 6], 0), ([2, 9], 0)])
def test_client_page_leads_to_the_same_time_again(signed_in, emma, now, days, chosen):
    """Of the last session or, of somebody new, of the first; the form looks for a free week."""
    with time_machine.travel(now, tick=False):
        signed_in.force_login(emma.trainer.user)
        like = [SessionFactory(client=emma, scheduled_start=now + timedelta(days=day)) for day in days][
            chosen
        ]
        page = text(signed_in.get(f"/clients/{emma.uuid}/"))

    assert f"/sessions/new/?again={like.uuid}" in page


def test_client_page_without_a_session_leads_to_no_same_time(signed_in, emma):
    assert "?again=" not in text(signed_in.get(f"/clients/{emma.uuid}/"))


def test_deactivated_client_can_be_brought_back_at_once(signed_in, emma):
    page = signed_in.post(f"/clients/{emma.uuid}/deactivate/", follow=True)

    said = text(page).split('class="messages"')[1].split("</form>")[0]
    assert "/undo/" in said


def test_client_page_shows_no_session_of_another_trainer(signed_in, emma, charlie):
    SessionFactory(client=emma, trainer=charlie, title="Secret")

    assert "Secret" not in text(signed_in.get(f"/clients/{emma.uuid}/"))


def test_new_client(signed_in, alice):
    answer = signed_in.post("/clients/new/", VALUES | {"fitness_goal": "one\r\ntwo"})

    client = Client.objects.get()
    assert answer["Location"] == f"/clients/{client.uuid}/"
    assert (client.trainer, client.name, client.fitness_goal) == (alice, "Nora Berg", "one\ntwo")
    assert "is now your client" in text(signed_in.get(answer["Location"]))


def test_new_client_refused_names_everything_and_keeps_what_was_typed(signed_in, emma):
    page = signed_in.post(
        "/clients/new/", VALUES | {"last_name": "", "email": "no", "phone": "what?", "height": "-1"}
    )

    assert page.status_code == 400
    assert set(page.context["form"].errors) == {"last_name", "email", "phone", "height"}
    assert 'value="what?"' in text(page)
    assert Client.objects.count() == 1


def test_new_client_with_a_known_email(signed_in, emma):
    page = signed_in.post("/clients/new/", VALUES | {"email": "EMMA@example.com"})

    assert page.status_code == 400
    assert page.context["form"].errors == {"email": ["You have a client with this e-mail already."]}


def shown(page):
    """What a browser sends back of a form that nobody touched."""
    form = page.context["form"]
    sent = {}
    for field in form:
        value = field.value()
        sent[field.html_name] = sent[field.html_initial_name] = "" if value is None else str(value)
    return sent


def test_edit_writes_only_what_changed(signed_in, emma):
    Client.objects.filter(pk=emma.pk).update(notes="old")
    sent = shown(signed_in.get(f"/clients/{emma.uuid}/edit/"))

    signed_in.post(f"/clients/{emma.uuid}/edit/", sent | {"first_name": "Emmy"})

    emma.refresh_from_db()
    assert (emma.first_name, emma.notes) == ("Emmy", "old")


def test_edit_of_what_was_changed_meanwhile_shows_both(signed_in, emma):
    address = f"/clients/{emma.uuid}/edit/"
    sent = shown(signed_in.get(address))
    revise(emma, {"notes": "theirs", "phone": "+1-555-0199"})

    page = signed_in.post(address, sent | {"notes": "mine"})

    assert page.status_code == 409
    assert "Changed meanwhile, to: theirs. Save again to keep yours." in text(page)
    assert "Changed meanwhile, to: +1-555-0199. It stands here now" in text(page)
    assert ">\nmine</textarea>" in text(page)
    emma.refresh_from_db()
    assert emma.notes == "theirs"
    again = signed_in.post(address, page.context["form"].data)
    assert again.status_code == 302
    emma.refresh_from_db()
    assert (emma.notes, emma.phone) == ("mine", "+1-555-0199")


def test_deactivate_and_bring_back(signed_in, emma):
    signed_in.post(f"/clients/{emma.uuid}/deactivate/")
    emma.refresh_from_db()
    assert not emma.is_active
    assert "Bring back" in text(signed_in.get(f"/clients/{emma.uuid}/"))

    signed_in.post(f"/clients/{emma.uuid}/reactivate/")
    emma.refresh_from_db()
    assert emma.is_active


@pytest.mark.parametrize("page", ["edit", "deactivate", "reactivate"])
def test_client_who_is_deleted_in_the_same_moment_is_not_there(signed_in, emma, monkeypatch, page):
    stored = domain.revise
    monkeypatch.setattr(domain, "revise", lambda *asked, **more: emma.delete() and stored(*asked, **more))

    answer = signed_in.post(f"/clients/{emma.uuid}/{page}/", VALUES | {"notes": "Owes us"})

    assert answer.status_code == 404
    assert "Owes us" in text(answer)  # what was written is not lost


def test_user_text_is_escaped(signed_in, alice):
    emma = ClientFactory(
        trainer=alice,
        first_name=SCRIPT,
        last_name=SCRIPT,
        notes=SCRIPT,
        fitness_goal=SCRIPT,
        medical_conditions=SCRIPT,
        membership=SCRIPT,
        emergency_contact_name=SCRIPT,
    )
    SessionFactory(client=emma, title=SCRIPT)

    signed_in.post(f"/clients/{emma.uuid}/reactivate/")
    for path in [f"/clients/?q={SCRIPT}", *pages(emma)]:
        assert SCRIPT not in text(signed_in.get(path, follow=True))


def test_strangers(client, emma, charlie):
    for path in pages(emma):
        assert client.get(path)["Location"].startswith("/sign-in/?next=")
        assert client.post(path)["Location"].startswith("/sign-in/?next=")
    client.force_login(charlie.user)
    for path in pages(emma)[2:]:
        assert client.get(path).status_code == 404
        assert client.post(path, VALUES).status_code in {404, 405}
    assert "Emma" not in text(client.get("/clients/?status=all"))
    client.force_login(UserFactory(is_staff=True))
    for path in pages(emma):
        assert client.get(path).status_code == 403
    emma.refresh_from_db()
    assert (emma.first_name, emma.status) == ("Emma", "active")


def test_unknown_client(signed_in):
    assert signed_in.get(f"/clients/{uuid4()}/").status_code == 404
    assert signed_in.get("/clients/1/").status_code == 404


def test_get_changes_nothing_and_is_not_kept(signed_in, emma):
    SessionFactory(client=emma)
    before = list(Client.objects.values()), list(Session.objects.values())

    for path in pages(emma):
        page = signed_in.get(path, follow=True)
        assert page.status_code == 200
        assert "no-store" in page["Cache-Control"]
        assert " style=" not in text(page)

    assert (list(Client.objects.values()), list(Session.objects.values())) == before


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(signed_in, alice, count, django_assert_num_queries):
    for client in ClientFactory.create_batch(count, trainer=alice):
        SessionFactory(client=client, scheduled_start=datetime(2020, 1, client.pk % 28 + 1, tzinfo=UTC))

    with django_assert_num_queries(5):  # the cookie, the user, the trainer, how many, and which
        signed_in.get("/clients/")


@pytest.mark.parametrize("count", [1, 3])
def test_client_queries(signed_in, emma, count, django_assert_num_queries):
    for n in range(count):
        SessionFactory(client=emma, scheduled_start=timezone.now() + timedelta(days=n + 1))
        SessionFactory(client=emma, scheduled_start=timezone.now() - timedelta(days=n + 1))

    # And the client, series to come, counts, upcoming, the last, noted and past sessions, the streak, the
    # marks, timelines, and changes in two.
    with django_assert_num_queries(13):
        signed_in.get(f"/clients/{emma.uuid}/")


def test_refused_form_names_its_fields_as_it_labels_them(client, alice):
    client.force_login(alice.user)

    page = client.post(
        "/clients/new/", {"email": "x", "height_unit": "cm", "weight_unit": "kg"}
    ).content.decode()

    notice = page.split("please look at")[1].split("</p>")[0]
    assert [part.split("<")[0] for part in notice.split(">")[1::2]] == ["First name", "Last name", "E-mail"]
