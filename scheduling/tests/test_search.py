"""Finding sessions and clients: on the page, below the field in the header, and in the field for a client."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine

from clients.tests.factories import ClientFactory
from scheduling.search import Piece, excerpt
from scheduling.tests.factories import SessionFactory


@pytest.fixture
def signed_in(client, alice, now):
    with time_machine.travel(now, tick=False):
        client.force_login(alice.user)
        yield client


def search(client, text, **more):
    asked = "".join(f"&{name}={value}" for name, value in more.items())
    return client.get(f"/search/?q={quote(text)}{asked}")


def found(page):
    """(names of clients, titles of sessions)"""
    hits = [hit for group in page.context["groups"] for hit in group.hits]
    clients = [hit.client.name for hit in hits if hit.client]
    return clients, [hit.session.title for hit in hits if hit.session]


def words(page):
    return " ".join(re.sub(r"<[^>]+>", "", page.content.decode()).split())


@pytest.fixture
def rehab(emma):
    return SessionFactory(
        client=emma,
        title="Rehab",
        location="Gym 2",
        notes="Left knee is better",
        trainer_notes="pays late",
        exercises_performed="Squats 3 × 10",
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rehab", ([], ["Rehab"])),
        ("REH", ([], ["Rehab"])),
        ("gym emma", ([], ["Rehab"])),
        ("wilson", (["Emma Wilson"], ["Rehab"])),
        ("knee", ([], ["Rehab"])),
        ("squats 10", ([], ["Rehab"])),
        ("late", ([], ["Rehab"])),
        ("emma@example.com", (["Emma Wilson"], [])),
        ("555-0123", (["Emma Wilson"], [])),
        ("rehab boxing", ([], [])),
        ("%", ([], [])),
        ("_", ([], [])),
        ("\\", ([], [])),
        ("(a+)+$", ([], [])),
        ("", ([], [])),
        ("   ", ([], [])),
    ],
)
def test_every_word_is_found_somewhere(signed_in, rehab, text, expected):
    assert found(search(signed_in, text)) == expected


@pytest.mark.parametrize("text", ["öz", "ÖZ", "Öz", "zoë ö"])
def test_case_beyond_a_to_z_does_not_matter(signed_in, alice, text):
    ClientFactory(trainer=alice, first_name="Zoë", last_name="Özdemir")

    assert found(search(signed_in, text))[0] == ["Zoë Özdemir"]


@pytest.mark.parametrize("text", ["100%", "a_b", "c\\d"])
def test_metacharacters_are_found_as_they_are(signed_in, emma, text):
    SessionFactory(client=emma, title=f"Row {text} all")
    SessionFactory(client=emma, title="Row 100 a b cd")

    assert found(search(signed_in, text))[1] == [f"Row {text} all"]


def test_what_is_to_come_is_first_and_then_the_latest(signed_in, emma, now):
    for days in (-3, 2, -1, 1):
        SessionFactory(client=emma, title=f"Day {days}", scheduled_start=now + timedelta(days=days))

    assert found(search(signed_in, "day"))[1] == ["Day 1", "Day 2", "Day -1", "Day -3"]


def test_what_was_found_in_notes_is_shown_but_not_the_private_ones(signed_in, rehab):
    assert "<mark>knee</mark> is better" in search(signed_in, "knee").content.decode()
    private = words(search(signed_in, "pays"))
    assert "In your private notes" in private
    assert "pays late" not in private


def test_twenty_of_each_and_the_way_to_all(signed_in, alice):
    for n in range(21):
        SessionFactory(
            client=ClientFactory(trainer=alice, first_name="Kim", last_name=f"{n:02}"), title="Kim"
        )

    page, rest = search(signed_in, "kim"), search(signed_in, "kim", only="sessions", page=2)

    assert [(group.kind, len(group.hits), group.total) for group in page.context["groups"]] == [
        ("clients", 20, 21),
        ("sessions", 20, 21),
    ]
    assert "All 21 sessions" in words(page)
    assert len(found(rest)[1]) == 1


def test_header_shows_a_few_of_each(signed_in, alice):
    for _ in range(6):
        SessionFactory(client=ClientFactory(trainer=alice))

    live = signed_in.get("/search/?q=emma", headers={"HX-Request": "true", "HX-Target": "top-found"})

    assert live.content.decode().count('role="option"') == 11
    assert "Show all 12" in words(live)
    assert "<html" not in live.content.decode()


def test_nothing_found_says_so(signed_in):
    assert "Nothing of yours has nobody in it." in words(search(signed_in, "nobody"))


@pytest.mark.parametrize("query", ["q=%00", f"q={'x' * 101}", "q=a&only=trainers"])
@pytest.mark.parametrize("page", ["/search/", "/clients/find/"])
def test_what_cannot_be_looked_for(signed_in, page, query):
    assert signed_in.get(f"{page}?{query}").status_code == 400


def test_strangers_find_nothing(client, rehab, charlie):
    client.force_login(charlie.user)

    assert [found(search(client, text)) for text in ("rehab", "emma", "late")] == [([], [])] * 3
    assert "Emma" not in client.get("/clients/find/?q=emma").content.decode().replace("<bdi>emma</bdi>", "")


@pytest.mark.parametrize("count", [1, 3])
def test_queries(signed_in, alice, count, django_assert_num_queries):
    for _ in range(count):
        SessionFactory(client=ClientFactory(trainer=alice))

    with django_assert_num_queries(7):
        assert len(found(search(signed_in, "emma"))[1]) == count


def test_options_begin_with_who_is_called_like_that(signed_in, alice):
    for first, last, status in [
        ("Anna", "Kim", "active"),
        ("Kim", "Bo", "active"),
        ("Kim", "Off", "inactive"),
    ]:
        ClientFactory(trainer=alice, first_name=first, last_name=last, status=status)
    ClientFactory(trainer=alice, first_name="Joakim", last_name="Ek")

    page = signed_in.get("/clients/find/?q=kim").content.decode()

    assert re.findall(r'data-name="([^"]+)"', page) == ["Anna Kim", "Kim Bo", "Joakim Ek"]
    assert "Off" not in page


def test_options_say_who_is_inactive_where_nobody_else_is_meant(signed_in, alice):
    gone = ClientFactory(trainer=alice, first_name="Kim", last_name="Off", status="inactive")

    page = signed_in.get("/clients/find/?q=kim").content.decode()

    assert "<bdi>Kim Off</bdi> is inactive." in page
    assert f'data-href="/clients/{gone.uuid}/"' in page
    assert "data-value=" not in page


def test_options_keep_silent_of_the_inactive_where_nothing_was_typed_and_to_strangers(client, alice, charlie):
    ClientFactory(trainer=alice, first_name="Kim", last_name="Off", status="inactive")
    for trainer, text in ((alice, ""), (charlie, "kim")):
        client.force_login(trainer.user)

        assert "Off" not in client.get(f"/clients/find/?q={text}").content.decode()


def test_options_are_at_most_twenty(signed_in, alice):
    for _ in range(21):
        ClientFactory(trainer=alice)

    page = signed_in.get("/clients/find/?q=").content.decode()

    assert page.count("data-value=") == 20
    assert "Type more letters" in page


@pytest.mark.parametrize("count", [1, 3])
def test_options_queries(signed_in, alice, count, django_assert_num_queries):
    for _ in range(count):
        ClientFactory(trainer=alice)

    with django_assert_num_queries(4):
        signed_in.get("/clients/find/?q=emma")


def test_excerpt_shows_the_place_and_a_little_around():
    text = f"{'a' * 100} knee {'b' * 100}"

    assert excerpt([None, "nothing", text], ["knee"]) == [
        Piece(f"…{'a' * 39} "),
        Piece("knee", is_found=True),
        Piece(f" {'b' * 39}…"),
    ]
