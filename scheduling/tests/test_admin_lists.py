"""The admin's lists of what all trainers have, also when there is more than is counted or searched."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection

from clients.tests.factories import ClientFactory
from scheduling import admin_search
from scheduling.models import Session
from scheduling.templatetags.list_dates import list_dates
from scheduling.tests.factories import SeriesFactory, SessionFactory, TimelineFactory
from trainers import long_lists
from trainers.tests.factories import TrainerFactory, UserFactory

SESSIONS, SERIES, TIMELINES = (f"/admin/scheduling/{name}/" for name in ("session", "series", "timeline"))
CLIENTS = "/admin/clients/client/"


@pytest.fixture
def two_are_many(monkeypatch):
    """As if 2 were 10,000."""
    for module in (long_lists, admin_search):
        monkeypatch.setattr(module, "MOST", 2)


def listed(browser, address):
    """What stands in the list, from top to bottom."""
    return [str(each) for each in browser.get(address, follow=True).context["cl"].result_list]


def told(browser, address):
    return [str(message) for message in browser.get(address).context["messages"]]


@pytest.fixture
def titled(emma):
    """titled("Run", "Swim") books these, each a day after the one before."""

    def book(*titles, client=emma, **more):
        return [SessionFactory(client=client, title=title, **more) for title in titles]

    return book


def test_list_is_counted_up_to_a_bound(admin_client, titled, two_are_many):
    titled("Run", "Swim")
    exact = admin_client.get(SESSIONS).content.decode()
    titled("Row")
    more = admin_client.get(SESSIONS).content.decode()

    assert "More than" not in exact
    assert "More than 2 sessions: the first 2 can be paged through." in " ".join(more.split())


def test_pages_up_to_the_bound(admin_client, titled, monkeypatch):
    monkeypatch.setattr(long_lists, "MOST", 100)
    start = datetime(2027, 6, 8, tzinfo=UTC)
    for number in range(102):
        titled(f"S{number:03}", scheduled_start=start + timedelta(hours=number))

    assert listed(admin_client, f"{SESSIONS}?p=2") == [f"S{number:03}" for number in range(51, 1, -1)]
    assert admin_client.get(f"{SESSIONS}?p=3")["Location"].endswith("?e=1")


def test_nothing_is_done_to_more_than_are_counted(admin_client, titled, two_are_many):
    titled("Run", "Swim", "Row")
    chosen = Session.objects.values_list("pk", flat=True)
    sent = {"action": "cancel_selected", "select_across": "1", "index": "0", "_selected_action": chosen[0]}

    answer = admin_client.post(SESSIONS, sent, follow=True)

    assert "These are more than 2. Choose fewer, by a filter or a search." in answer.content.decode()
    assert set(Session.objects.values_list("status", flat=True)) == {"scheduled"}


def test_all_of_more_than_are_counted_is_not_offered(admin_client, titled, monkeypatch):
    titled(*(f"S{number}" for number in range(52)))
    few = admin_client.get(SESSIONS).content.decode()
    monkeypatch.setattr(long_lists, "MOST", 51)
    many = admin_client.get(SESSIONS).content.decode()

    assert ["Select all 52 sessions" in page for page in (few, many)] == [True, False]
    assert ["0 of 50 selected" in page for page in (few, many)] == [True, True]


def test_only_times_are_sorted_by(admin_client, titled):
    titled("B", "A", "C")

    assert listed(admin_client, f"{SESSIONS}?o=4") == ["B", "A", "C"]
    assert listed(admin_client, f"{SESSIONS}?o=-4") == ["C", "A", "B"]
    assert "?o=1" not in admin_client.get(SESSIONS).content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["2027", "2028", "2029"]),
        ("?scheduled_start__year=2029", ["All dates", "May 2029", "June 2029"]),
        ("?scheduled_start__year=2029&scheduled_start__month=6", ["2029", "June 1", "June 2", "June 3"]),
        (
            "?scheduled_start__year=2029&scheduled_start__month=6&scheduled_start__day=2",
            ["June 2029", "June 2"],
        ),
        ("?scheduled_start__year=2024", ["All dates"]),
        ("?q=Swim", ["2029"]),
        ("?scheduled_start__day=2", ["2029"]),
    ],
)
def test_dates_from_the_first_to_the_last(admin_client, titled, query, titles):
    titled("Run", scheduled_start=datetime(2027, 6, 8, 8, tzinfo=UTC))
    for month, day in ((5, 31), (6, 1), (6, 3)):
        titled("Swim", scheduled_start=datetime(2029, month, day, 8, tzinfo=UTC))
    if query == "?scheduled_start__day=2":
        Session.objects.filter(title="Run").delete()
        titled("Row", scheduled_start=datetime(2029, 6, 2, 8, tzinfo=UTC))

    answer = admin_client.get(f"{SESSIONS}{query}")

    dates = list_dates(answer.context["cl"])
    shown = [dates["back"], *dates["choices"]] if dates["back"] else dates["choices"]
    assert [each["title"] for each in shown] == titles
    assert [title for title in titles if title not in answer.content.decode()] == []


def test_search_finds_every_word_in_the_first_of_the_list(admin_client, emma, titled, charlie):
    other = ClientFactory(trainer=charlie, first_name="Otto", last_name="Ohm")
    titled("Run", "Swim")
    titled("Run", client=other)

    assert listed(admin_client, f"{SESSIONS}?q=run") == ["Run", "Run"]
    assert listed(admin_client, f"{SESSIONS}?q=emma+swim") == ["Swim"]
    assert listed(admin_client, f"{SESSIONS}?q=charlie") == ["Run"]
    assert listed(admin_client, f"{SESSIONS}?q=nothing") == []


@pytest.mark.parametrize(
    ("text", "titles"),
    [("otto", ["Old"]), ("Charlie Cole", ["Old"]), ("old", []), ("emma", ["New", "Newer"])],
)
def test_search_beyond_the_first_of_the_list_is_by_name(
    admin_client, titled, charlie, two_are_many, text, titles
):
    titled("Old", client=ClientFactory(trainer=charlie, first_name="Otto", email="o@ohm.org"))
    titled("New", "Newer")

    assert sorted(listed(admin_client, f"{SESSIONS}?q={text}")) == titles


def test_search_for_a_name_of_many(admin_client, titled, emma, two_are_many, monkeypatch):
    monkeypatch.setattr(admin_search, "MOST_PEOPLE", 1)
    titled("Old", client=ClientFactory(trainer=emma.trainer, first_name="Emma", last_name="Older"))
    titled("New", "Newer")

    assert listed(admin_client, f"{SESSIONS}?q=emma") == ["Newer", "New"]
    assert told(admin_client, f"{SESSIONS}?q=emma") == [str(admin_search.MANY_OF_THAT_NAME)]


@pytest.mark.parametrize("address", [SESSIONS, CLIENTS])
def test_search_that_finds_too_many_says_so(admin_client, titled, emma, monkeypatch, address):
    monkeypatch.setattr(long_lists, "MOST_FOUND", 1)
    ClientFactory(trainer=emma.trainer, first_name="Emmanuel")
    titled("Run", "Swim")

    assert len(listed(admin_client, f"{address}?q=emma")) == 1
    assert told(admin_client, f"{address}?q=emma") == [
        "More than 1 were found: these are the first. Write more, or choose a filter."
    ]


@pytest.mark.parametrize("text", ["emma", '"emma w"'])
def test_first_of_too_many_are_the_first_of_the_list(admin_client, alice, charlie, monkeypatch, text):
    monkeypatch.setattr(long_lists, "MOST_FOUND", 2)
    for name in ("Dora", "Bella", "Carla", "Anna"):
        ClientFactory(trainer=alice, first_name=name, last_name="Emma W")

    assert listed(admin_client, f"{CLIENTS}?q={text}&o=1") == ["Anna Emma W", "Bella Emma W"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('"morning run"', ["Morning run"]),
        ("'morning run' emma", ["Morning run"]),
        ('"emma wilson"', ["Run every morning", "Morning run"]),
        ("morning run", ["Run every morning", "Morning run"]),
        ('"', []),
    ],
)
def test_search_for_words_in_quotation_marks(admin_client, titled, text, titles):
    titled("Morning run", "Run every morning")

    assert listed(admin_client, f"{SESSIONS}?q={text}") == titles


@pytest.mark.parametrize(
    ("asked", "names"),
    [("1.2", ["anna", "bo", "cleo"]), ("-1.2", ["cleo", "bo", "anna"]), ("2.1", ["bo", "anna", "cleo"])],
)
def test_order_by_two_columns_of_which_one_is_the_usual(admin_client, admin_user, asked, names):
    for name, email in (("cleo", "c@x.de"), ("anna", "b@x.de"), ("bo", "a@x.de")):
        UserFactory(username=name, email=email)

    users = admin_client.get(f"/admin/trainers/user/?o={asked}").context["cl"].result_list

    assert [user.username for user in users if user != admin_user] == names


def test_search_for_series_and_timelines(admin_client, emma, charlie):
    SeriesFactory(title="Yoga", timeline=TimelineFactory(client=emma, name="Mornings"))
    SeriesFactory(title="Boxing", timeline=TimelineFactory(trainer=charlie, name="Evenings"))

    assert listed(admin_client, f"{SERIES}?q=emma") == ["Yoga"]
    assert listed(admin_client, f"{SERIES}?q=evenings") == ["Boxing"]
    assert listed(admin_client, f"{TIMELINES}?q=charlie") == ["Evenings"]
    assert listed(admin_client, f"{TIMELINES}?q=mornings+emma") == ["Mornings"]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("yoga", ["Yoga"]),
        ("mornings", ["Yoga", "Pilates", "Rowing"]),
        ("emma yoga", ["Yoga"]),
        ("alice mornings pil", ["Pilates"]),
        ("012-3 yoga", ["Yoga"]),
        ("5550123 yoga", ["Yoga"]),
        ('"emma wilson"', ["Yoga", "Pilates", "Rowing"]),
        ('"wilson swims"', []),
        ("yoga charlie", []),
        ("100%", ["Boxing 100%"]),
        ("of nothing", []),
    ],
)
@pytest.mark.parametrize("many", [100, 0])
def test_series_are_searched_beyond_the_first_of_the_list(
    admin_client, emma, charlie, two_are_many, monkeypatch, text, titles, many
):
    monkeypatch.setattr(admin_search, "MOST_PEOPLE", many)
    mornings = TimelineFactory(client=emma, name="Mornings")
    for title in ("Rowing", "Pilates", "Yoga"):
        SeriesFactory(title=title, timeline=mornings)
    SeriesFactory(title="Boxing 100%", timeline=TimelineFactory(trainer=charlie, name="Evenings"))
    emma.phone = "555-012-3"
    emma.save()

    assert sorted(listed(admin_client, f"{SERIES}?{urlencode({'q': text})}")) == sorted(titles)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("text", ["emma", "early emma", "early birds of", "e a r l y b i r d s"])
def test_queries_of_a_search_of_series_and_timelines(
    admin_client, alice, text, count, django_assert_max_num_queries
):
    for number in range(count):
        who = ClientFactory(trainer=alice, first_name=f"Emma {number}")
        SeriesFactory(title="Early birds", timeline=TimelineFactory(client=who, name="Early birds of"))

    for address in (SERIES, TIMELINES):
        with django_assert_max_num_queries(12):
            assert len(listed(admin_client, f"{address}?q={text}")) == count


@pytest.mark.parametrize(
    ("query", "titles"),
    [("?presence=removed", ["Gone"]), ("?presence=all", ["Gone", "There"]), ("", ["There"])],
)
def test_series_by_presence(admin_client, emma, now, query, titles):
    for title, removed_at in (("There", None), ("Gone", now)):
        SeriesFactory(title=title, timeline=TimelineFactory(client=emma), removed_at=removed_at)

    assert sorted(listed(admin_client, f"{SERIES}{query}")) == titles


def test_log_of_the_admin_has_its_indexes(db):
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, "django_admin_log")

    assert there["admin_log_by_user"]["columns"] == ["user_id", "action_time"]
    assert there["admin_log_by_object"]["columns"] == ["content_type_id", "object_id", "action_time"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("wilson emma", ["Emma Wilson"]),
        ("emma@ex", ["Emma Wilson"]),
        ("charlie", ["Otto Ohm"]),
        ("no", []),
    ],
)
def test_search_for_clients(admin_client, emma, charlie, text, names):
    ClientFactory(trainer=charlie, first_name="Otto", last_name="Ohm", email="o@ohm.org")

    assert listed(admin_client, f"{CLIENTS}?q={text}") == names


@pytest.mark.parametrize("text", ["Weiß", "weiß jörg", '"Jörg Weiß"', "İbrahim"])
@pytest.mark.parametrize("address", [CLIENTS, SESSIONS, SERIES, TIMELINES])
def test_search_for_letters_that_are_more_when_case_is_folded(admin_client, alice, address, text):
    """`weiss` and `i̇brahim` are what Python compares; a database compares what is written."""
    for first_name, last_name in (("Jörg", "Weiß"), ("İbrahim", "Kaya"), ("Emma", "Wilson")):
        person = ClientFactory(trainer=alice, first_name=first_name, last_name=last_name)
        SessionFactory(client=person)
        SeriesFactory(timeline=TimelineFactory(client=person))

    assert len(listed(admin_client, f"{address}?{urlencode({'q': text})}")) == 1


def test_of_many_trainers_the_chosen_one_alone_is_offered(admin_client, titled, charlie, emma, monkeypatch):
    titled("Run")
    few = admin_client.get(SESSIONS).content.decode()
    monkeypatch.setattr(long_lists, "MOST_CHOICES", 1)
    many = admin_client.get(SESSIONS).content.decode()
    chosen = admin_client.get(f"{SESSIONS}?trainer__id__exact={emma.trainer_id}")

    links = [f"?trainer__id__exact={trainer.pk}" for trainer in (emma.trainer, charlie)]
    assert [link in few for link in links] == [True, True]
    assert [link in many for link in links] == [False, False]
    assert [link in chosen.content.decode() for link in links] == [True, False]
    assert [str(each) for each in chosen.context["cl"].result_list] == ["Run"]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("query", ["", "?q=emma", "?q=swim&status__exact=scheduled", "?belonging=single"])
def test_queries_of_the_list(admin_client, titled, query, count, django_assert_max_num_queries):
    titled(*["Swim"] * count)
    for number in range(count):
        TrainerFactory(user__username=f"t{number}")

    with django_assert_max_num_queries(12):
        assert len(listed(admin_client, f"{SESSIONS}{query}")) == count


@pytest.mark.parametrize(
    "path",
    ["scheduling/session", "scheduling/series", "scheduling/timeline", "clients/client", "trainers/trainer"],
)
def test_search_for_more_words_than_a_database_can_be_asked_for(admin_client, titled, path):
    assert admin_client.get(f"/admin/{path}/", {"q": "a " * 2000}).status_code == 200
