"""The admin of users and trainers: accounts, hours, time off, and who may do what."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from clients.tests.factories import ClientFactory
from scheduling.tests.factories import SeriesFactory, SessionFactory
from trainers.models import TimeOff, Trainer, User, WorkingHours
from trainers.tests.factories import PASSWORD, TrainerFactory, UserFactory
from trainers.tests.pages import shown

USERS = reverse("admin:trainers_user_changelist")
TRAINERS = reverse("admin:trainers_trainer_changelist")
ADD_USER = reverse("admin:trainers_user_add")
ADD_TRAINER = reverse("admin:trainers_trainer_add")


def page(name, thing):
    return reverse(f"admin:trainers_{thing._meta.model_name}_{name}", args=[thing.pk])


def rows(**values):
    """Empty inline forms, with these rows."""
    empty = {
        f"{prefix}-{name}_FORMS": count
        for prefix in ("working_hours", "time_off")
        for name, count in {"TOTAL": 3, "INITIAL": 0}.items()
    }
    return empty | values


def hours(row, weekday, starts_at, ends_at):
    prefix = f"working_hours-{row}-"
    return {f"{prefix}weekday": weekday, f"{prefix}starts_at": starts_at, f"{prefix}ends_at": ends_at}


def off(row, start, end, reason=""):
    return {
        f"time_off-{row}-start": start,
        f"time_off-{row}-end": end,
        f"time_off-{row}-reason": reason,
    }


def new(user, **more):
    return {
        "user": user.pk,
        "full_name": "Dora Dean",
        "timezone": "Europe/Berlin",
        "parallel_sessions": 1,
        "usual_session_minutes": 60,
        **more,
    }


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


def row_errors(response, formset):
    assert response.status_code == 200
    return response.context["inline_admin_formsets"][formset].formset.errors


@pytest.fixture
def dora(db):
    return UserFactory(username="dora")


@pytest.fixture
def assistant(client, db):
    """Staff who may look after users and trainers, but is no superuser."""
    user = UserFactory(username="assistant", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="trainers")
    user.user_permissions.set(rights.exclude(codename="give_roles"))
    client.force_login(user)
    return user


def test_site_names_the_product(admin_client):
    page = admin_client.get(reverse("admin:index")).content.decode()

    assert "MectoFitness" in page
    assert "Django administration" not in page


def test_add_user(admin_client):
    values = {"username": "dora", "email": "dora@example.com", "usable_password": "true"}
    password = {"password1": "six green bicycles", "password2": "six green bicycles"}

    response = admin_client.post(ADD_USER, values | password)

    assert response.status_code == 302
    user = User.objects.get(username="dora")
    assert (user.email, user.check_password("six green bicycles")) == ("dora@example.com", True)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "DORA@Example.com", "There is a user with this e-mail already."),
        ("username", "dora", "already exists"),
        ("username", "a\x00", "Null characters are not allowed."),
        ("username", "x" * 151, "at most 150 characters"),
    ],
)
def test_add_user_refused_beside_the_field(admin_client, dora, field, value, words):
    values = {"username": "other", "email": "other@example.com", "usable_password": "false", field: value}

    assert words in str(errors(admin_client.post(ADD_USER, values))[field])


def test_change_user_keeps_an_email_that_two_have(admin_client, dora):
    twin = UserFactory(email=dora.email)

    values = shown(admin_client.get(page("change", twin)), "user_form")
    response = admin_client.post(page("change", twin), values | {"first_name": "Twin"})

    assert response.status_code == 302
    twin.refresh_from_db()
    assert twin.first_name == "Twin"


def test_change_user_of_what_another_changed_meanwhile(admin_client, dora):
    group, other = Group.objects.create(name="Studio"), Group.objects.create(name="Gym")
    values = shown(admin_client.get(page("change", dora)), "user_form")
    User.objects.filter(pk=dora.pk).update(email="theirs@example.com", is_staff=True, last_name="Theirs")

    mine = {"first_name": "Mine", "last_name": "Mine", "groups": [group.pk, other.pk]}
    response = admin_client.post(page("change", dora), values | mine)

    said = errors(response)
    assert "Changed meanwhile, to: theirs@example.com. It stands here now" in str(said["email"])
    assert "Changed meanwhile, to: yes. It stands here now" in str(said["is_staff"])
    assert "Changed meanwhile, to: Theirs. Save again to keep yours." in str(said["last_name"])
    dora.refresh_from_db()
    assert (dora.first_name, dora.last_name) == ("", "Theirs")

    again = shown(response, "user_form") | {"groups": response.context["adminform"].form["groups"].value()}
    assert admin_client.post(page("change", dora), again).status_code == 302
    dora.refresh_from_db()
    assert (dora.first_name, dora.last_name, dora.email, dora.is_staff) == (
        "Mine",
        "Mine",
        "theirs@example.com",
        True,
    )
    assert set(dora.groups.all()) == {group, other}


def test_change_trainer_clock_that_another_changed_meanwhile(admin_client, alice):
    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    Trainer.objects.update(twelve_hour_clock=True, version=2)

    response = admin_client.post(page("change", alice), values | {"full_name": "Mine"})

    assert "Changed meanwhile, to: yes." in str(errors(response)["twelve_hour_clock"])
    admin_client.post(page("change", alice), shown(response, "trainer_form"))
    alice.refresh_from_db()
    assert (alice.full_name, alice.twelve_hour_clock) == ("Mine", True)


def test_change_user_inactive_ends_the_browser_session(admin_client, alice, client):
    client.force_login(alice.user)
    profile = reverse("admin:password_change")
    values = shown(admin_client.get(page("change", alice.user)), "user_form")
    assert client.get("/").wsgi_request.user.is_authenticated

    del values["is_active"]
    admin_client.post(page("change", alice.user), values)

    assert not client.get(profile).wsgi_request.user.is_authenticated
    assert LogEntry.objects.get().get_change_message() == "Changed Active."


def test_change_user_password_page_says_the_name_as_it_is(admin_client, dora):
    dora.username = "<b>dora"
    dora.save()

    page = admin_client.get(reverse("admin:auth_user_password_change", args=[dora.pk])).content.decode()

    assert "<title>Change password: &lt;b&gt;dora | " in page


def test_change_user_password(admin_client, dora):
    address = reverse("admin:auth_user_password_change", args=[dora.pk])
    new_password = {"password1": "six green bicycles", "password2": "six green bicycles"}

    admin_client.post(address, {"usable_password": "true"} | new_password)

    dora.refresh_from_db()
    assert dora.check_password("six green bicycles")


def test_delete_user_with_records_lists_them(admin_client, emma):
    SessionFactory.create_batch(2, client=emma)

    asked = admin_client.get(page("delete", emma.trainer.user)).content.decode()
    admin_client.post(page("delete", emma.trainer.user), {"post": "yes"})

    assert "1 client: these are records and are kept. Make the user inactive instead." in asked
    assert "2 sessions: these are records and are kept. Make the user inactive instead." in asked
    assert Trainer.objects.count() == 1


def test_delete_user_with_timelines_and_series_lists_them(admin_client, alice):
    series = SeriesFactory(timeline__trainer=alice)
    SeriesFactory(timeline=series.timeline, removed_at=series.start)

    asked = admin_client.get(page("delete", alice.user)).content.decode()
    admin_client.post(page("delete", alice.user), {"post": "yes"})

    assert "1 timeline: these are records and are kept. Make the user inactive instead." in asked
    assert "2 series: these are records and are kept. Make the user inactive instead." in asked
    assert Trainer.objects.get() == alice


def test_delete_user_without_records(admin_client, alice):
    admin_client.post(page("delete", alice.user), {"post": "yes"})

    assert not Trainer.objects.exists()
    assert not User.objects.filter(username="alice").exists()


def test_delete_trainer_with_records_lists_them(admin_client, emma):
    values = {"action": "delete_selected", "_selected_action": [emma.trainer.pk], "post": "yes"}

    asked = admin_client.post(TRAINERS, values).content.decode()

    assert "1 client: these are records and are kept." in asked
    assert Trainer.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        f"{USERS}?password__startswith=p",
        f"{TRAINERS}?user__password__startswith=p",
        f"{TRAINERS}?user__password=p",
    ],
)
def test_list_does_not_look_into_passwords(admin_client, alice, address):
    assert admin_client.get(address).status_code == 400


@pytest.mark.parametrize("address", [USERS, TRAINERS])
@pytest.mark.parametrize(
    "query", ["q=%00", "is_active__exact=%00", "timezone=%00", "user__is_active__exact=x"]
)
def test_list_with_what_no_page_of_ours_asks(admin_client, address, query):
    assert admin_client.get(f"{address}?{query}", follow=True).status_code in {200, 400}


@pytest.mark.parametrize("address", [USERS, TRAINERS])
@pytest.mark.parametrize("pk", ["9" * 5000, "9" * 25, "abc", "%00"])
def test_page_of_an_id_that_is_none(admin_client, address, pk):
    for name in ("change", "delete", "history", "password"):
        assert admin_client.get(f"{address}{pk}/{name}/", follow=True).status_code in {200, 404}


@pytest.mark.parametrize("count", [1, 3])
def test_user_list_queries(admin_client, django_assert_num_queries, count):
    TrainerFactory.create_batch(count)
    admin_client.get(USERS)  # fills Django's cache of content types

    with django_assert_num_queries(4):  # cookie and user, how many, the page
        assert admin_client.get(USERS).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_trainer_list_queries(admin_client, django_assert_num_queries, count):
    TrainerFactory.create_batch(count)
    admin_client.get(TRAINERS)  # fills Django's cache of content types

    with django_assert_num_queries(5):  # cookie and user, how many, the page, the zones of the filter
        assert admin_client.get(TRAINERS).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_trainer_queries(admin_client, alice, django_assert_num_queries, count):
    for weekday in range(count):
        WorkingHours.objects.create(trainer=alice, weekday=weekday, starts_at=time(8), ends_at=time(12))
    admin_client.get(page("change", alice))  # fills Django's cache of content types

    with django_assert_num_queries(6):  # cookie, user, trainer, the account, hours, time off
        assert admin_client.get(page("change", alice)).status_code == 200


def test_assistant_cannot_make_superusers(client, assistant, dora):
    values = shown(client.get(page("change", dora)), "user_form")

    client.post(page("change", dora), values | {"is_superuser": "on", "is_staff": "on", "first_name": "Dora"})

    dora.refresh_from_db()
    assert (dora.first_name, dora.is_superuser, dora.is_staff) == ("Dora", False, False)


def test_assistant_cannot_touch_superusers(client, assistant):
    superuser = UserFactory(is_superuser=True)
    password = reverse("admin:auth_user_password_change", args=[superuser.pk])
    values = {"password1": "six green bicycles", "password2": "six green bicycles"}

    answers = [
        client.post(page("change", superuser), {"username": "mine"}),
        client.post(page("delete", superuser), {"post": "yes"}),
        client.post(password, values),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    superuser.refresh_from_db()
    assert superuser.check_password(PASSWORD)


def test_add_trainer_with_hours_and_time_off(admin_client, dora):
    christmas = off(0, "2027-12-24T00:00", "2027-12-27T00:00", "Christmas")

    response = admin_client.post(
        ADD_TRAINER,
        new(dora, **rows(**hours(0, 0, "08:00", "12:00"), **hours(1, 0, "13:00", "00:00"), **christmas)),
    )

    assert response.status_code == 302
    trainer = Trainer.objects.get()
    assert (trainer.user, trainer.full_name, trainer.timezone) == (dora, "Dora Dean", "Europe/Berlin")
    assert list(trainer.working_hours.values_list("weekday", "starts_at", "ends_at")) == [
        (0, time(8), time(12)),
        (0, time(13), time(0)),
    ]
    assert list(trainer.time_off.values_list("start", "end", "reason")) == [
        (datetime(2027, 12, 23, 23, tzinfo=UTC), datetime(2027, 12, 26, 23, tzinfo=UTC), "Christmas")
    ]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("timezone", "Mars/Olympus", "is not an IANA time zone"),
        ("timezone", "a\x00", "Null characters are not allowed."),
        ("parallel_sessions", "0", "greater than or equal to 1"),
        ("parallel_sessions", "9" * 5000, "Enter a whole number."),
        ("full_name", "\u200b", "something that can be read"),
        ("usual_session_minutes", "4", "greater than or equal to 5"),
        ("user", "", "This field is required."),
        ("user", "9" * 5000, "not one of the available choices"),
    ],
)
def test_add_trainer_refused_beside_the_field(admin_client, dora, field, value, words):
    response = admin_client.post(ADD_TRAINER, new(dora, **rows(), **{}) | {field: value})

    assert words in str(errors(response)[field])
    assert not Trainer.objects.exists()


def test_add_trainer_twice_for_one_user(admin_client, alice):
    response = admin_client.post(ADD_TRAINER, new(alice.user, **rows()))

    assert list(errors(response)) == ["user"]
    assert Trainer.objects.get() == alice


def test_add_trainer_with_wrong_rows_stores_nothing(admin_client, dora):
    response = admin_client.post(ADD_TRAINER, new(dora, **rows(**hours(0, 0, "12:00", "08:00"))))

    assert response.status_code == 200
    assert not Trainer.objects.exists()


@pytest.mark.parametrize(
    ("second", "fits"),
    [
        ((0, "12:00", "14:00"), True),
        ((0, "11:59", "14:00"), False),
        ((0, "08:00", "09:00"), False),
        ((0, "06:00", "00:00"), False),
        ((1, "08:00", "12:00"), True),
    ],
)
def test_hours_of_one_day_do_not_overlap(admin_client, dora, second, fits):
    values = new(dora, **rows(**hours(0, 0, "08:00", "12:00"), **hours(1, *second)))

    response = admin_client.post(ADD_TRAINER, values)

    assert Trainer.objects.exists() == fits
    if not fits:
        assert "Other hours of this day are not over by then." in str(row_errors(response, 0))


def test_hours_after_those_until_midnight(admin_client, dora):
    values = new(dora, **rows(**hours(0, 0, "20:00", "00:00"), **hours(1, 0, "22:00", "23:00")))

    response = admin_client.post(ADD_TRAINER, values)

    assert list(row_errors(response, 0)[1]) == ["starts_at"]


@pytest.mark.parametrize(
    ("start", "end", "beside"),
    [
        ("2027-12-24T10:00", "2027-12-24T10:00", "end"),
        ("2027-12-24T10:00", "2027-12-23T10:00", "end"),
        ("2027-03-28T02:30", "2027-03-29T10:00", "start"),
        ("1969-12-24T10:00", "2027-12-23T10:00", "start"),
        ("2027-12-24T10:00", "9999-12-31T00:00", "end"),
        ("a\x00", "2027-12-24T10:00", "start"),
    ],
)
def test_time_off_refused_beside_the_field(admin_client, dora, start, end, beside):
    response = admin_client.post(ADD_TRAINER, new(dora, **rows(**off(0, start, end))))

    assert list(row_errors(response, 1)[0]) == [beside]


def test_change_trainer_saved_as_shown_changes_nothing(admin_client, alice):
    WorkingHours.objects.create(trainer=alice, weekday=0, starts_at=time(8), ends_at=time(12))
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # half past two, the second time
    TimeOff.objects.create(trainer=alice, start=second, end=second + timedelta(days=1))
    before = [list(model.objects.values()) for model in (Trainer, WorkingHours, TimeOff)]

    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    response = admin_client.post(page("change", alice), values)

    assert response.status_code == 302
    assert [list(model.objects.values()) for model in (Trainer, WorkingHours, TimeOff)] == before
    assert values["time_off-0-start"] == "2027-10-31T02:30:00"


def test_change_trainer_reason_keeps_the_second_of_two_hours(admin_client, alice):
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    TimeOff.objects.create(trainer=alice, start=second, end=second + timedelta(days=1))

    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    admin_client.post(page("change", alice), values | {"time_off-0-reason": "Moving house"})

    stored = TimeOff.objects.get()
    assert (stored.start, stored.reason) == (second, "Moving house")


def test_change_trainer_zone_reads_the_rows_as_they_were_shown(admin_client, alice):
    midnight = datetime(2027, 12, 23, 23, tzinfo=UTC)
    TimeOff.objects.create(trainer=alice, start=midnight, end=midnight + timedelta(days=1))

    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    moved = {"timezone": "America/New_York", "time_off-0-end": "2027-12-26T00:00:00"}
    admin_client.post(page("change", alice), values | moved)

    stored = TimeOff.objects.get()
    assert (stored.start, stored.end) == (midnight, midnight + timedelta(days=2))
    assert Trainer.objects.get().timezone == "America/New_York"


def test_change_trainer_is_logged_with_its_fields(admin_client, alice):
    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    changes = {"full_name": "Alice Ash", **hours(0, 2, "08:00", "12:00")}

    admin_client.post(page("change", alice), values | changes)

    assert LogEntry.objects.get().get_change_message() == (
        "Changed Full name. Added working hours “Wednesday 08:00 to 12:00”."
    )


def test_change_trainer_of_what_another_changed_meanwhile(admin_client, alice):
    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    Trainer.objects.update(full_name="Theirs", usual_session_minutes=45)

    response = admin_client.post(page("change", alice), values | {"full_name": "Mine"})

    assert "Theirs" in str(errors(response)["full_name"])
    admin_client.post(page("change", alice), shown(response, "trainer_form"))
    alice.refresh_from_db()
    assert (alice.full_name, alice.usual_session_minutes) == ("Mine", 45)


def test_change_trainer_to_fewer_sessions_than_are_booked(admin_client, alice):
    Trainer.objects.update(parallel_sessions=2)
    start = timezone.now().replace(microsecond=0) + timedelta(days=1)
    for _ in range(2):
        SessionFactory(client=ClientFactory(trainer=alice), scheduled_start=start)

    values = shown(admin_client.get(page("change", alice)), "trainer_form")
    response = admin_client.post(page("change", alice), values | {"parallel_sessions": "1"})

    assert f"On {start.astimezone(alice.zone):%Y-%m-%d at %H:%M}" in str(
        errors(response)["parallel_sessions"]
    )
    assert Trainer.objects.get().parallel_sessions == 2


@pytest.mark.parametrize("address", [USERS, ADD_USER, TRAINERS, ADD_TRAINER, reverse("admin:index")])
def test_pages_have_nothing_that_the_content_policy_blocks(admin_client, alice, address):
    response = admin_client.get(address)

    policy = response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "script-src 'self'", "style-src 'self'"} <= set(policy)
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=", response.content.decode())
    assert inline == []


@pytest.mark.parametrize("address", [USERS, ADD_USER, TRAINERS, ADD_TRAINER, reverse("admin:index")])
def test_anonymous_and_trainers_are_sent_to_sign_in(client, alice, address):
    assert client.get(address).url.startswith(reverse("admin:login"))

    client.force_login(alice.user)

    assert client.get(address).url.startswith(reverse("admin:login"))


def test_sign_in_with_nul(client, db):
    response = client.post(reverse("admin:login"), {"username": "a\x00", "password": "b\x00"})

    assert response.status_code == 200
    assert "Null characters are not allowed." in response.content.decode()


@pytest.mark.parametrize("model", ["outstandingtoken", "blacklistedtoken"])
def test_tokens_cannot_be_read(admin_client, model):
    assert admin_client.get(f"/admin/token_blacklist/{model}/").status_code == 404


LISTS = ["auth_group", "axes_accessattempt", "axes_accesslog", "trainers_user", "trainers_trainer",
    "clients_client", "scheduling_session", "scheduling_series", "scheduling_timeline"]  # fmt: skip
LINES = {"auth_group": "name", "axes_accessattempt": "path_info", "axes_accesslog": "path_info",
    "trainers_user": "username", "trainers_trainer": "full_name", "clients_client": "first_name"}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["{}__iregex=(", "{}__regex=[", "{}__range=1", "{}__in=1", "{}__gt=x", "{}__foo=1"]
)
def test_list_by_what_no_filter_asks(db, client, name, query):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    TrainerFactory()

    response = client.get(reverse(f"admin:{name}_changelist") + "?" + query.format(LINES.get(name, "id")))

    assert response.status_code == 400


def test_list_and_choices_by_a_nul(admin_client):
    answer = admin_client.get("/admin/trainers/trainer/?timezone=a%00b")
    choices = admin_client.get(
        "/admin/autocomplete/?app_label=clients&model_name=client&field_name=trainer&term=a%00b"
    )

    assert (answer.status_code, answer["Location"]) == (302, "/admin/trainers/trainer/?e=1")
    assert choices.json() == {"results": [], "pagination": {"more": False}}


def test_failed_sign_ins_are_deleted_and_nothing_else(admin_client):
    attempt = AccessAttempt.objects.create(username="anna", failures_since_start=1)
    path = reverse("admin:axes_accessattempt_changelist")

    offered = admin_client.get(path).context["action_form"].fields["action"].choices
    chosen = {"_selected_action": attempt.pk, "post": "yes"}
    answers = [admin_client.post(path, {"action": name, **chosen}).status_code for name, _ in offered if name]

    assert ([name for name, _ in offered], answers) == (["", "delete_selected"], [302])
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize("key", ["9" * 30, str(2**63), "-1", "x", "\u0661", ""])
@pytest.mark.parametrize(
    ("path", "field"), [("auth/group/add/", "permissions"), ("trainers/user/{}/change/", "groups")]
)
def test_choice_that_no_database_has_room_for(admin_client, admin_user, path, field, key):
    answer = admin_client.post(f"/admin/{path.format(admin_user.pk)}", {"name": "New", field: key})

    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert not Group.objects.filter(name="New").exists()


def test_change_page_by_a_field_without_a_name(admin_client, admin_user):
    page = f"/admin/trainers/user/{admin_user.pk}/change/?_to_field="

    assert admin_client.get(page).status_code == 200
