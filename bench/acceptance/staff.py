"""The cases F in the admin: its lists, forms, actions and addresses, with what nobody should send."""

import re
from collections.abc import Callable
from functools import partial

from bench.acceptance.hostile import EVERYWHERE, SOME, bear, bear_form, look, send
from bench.acceptance.markup import main_form
from bench.acceptance.pages import at_pages, furnished
from bench.acceptance.world import Actor, Answer, World, case, same
from tests.served.people import PASSWORD

SUPERUSER = """
from django.contrib.auth.models import Group
from trainers.models import User

User.objects.create_superuser(given["name"], f"{given['name']}@example.com", given["password"])
Group.objects.get_or_create(name="Assistants")
result = User._meta.label
"""
LISTS = [
    "auth/group",
    "trainers/user",
    "trainers/trainer",
    "clients/client",
    "scheduling/session",
    "scheduling/timeline",
    "scheduling/series",
    "axes/accessattempt",
    "axes/accesslog",
]
FILLED = {
    "trainers/user": {
        "username": "hostile",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    },
    "trainers/trainer": {"full_name": "Dora Dean", "timezone": "Europe/Berlin", "user": "1"},
    "clients/client": {"first_name": "Emma", "last_name": "W", "email": "admin@example.com", "trainer": "1"},
    "scheduling/session": {
        "trainer": "1",
        "client": "1",
        "title": "Rehab",
        "scheduled_start": "2031-01-06T10:00",
        "scheduled_end": "2031-01-06T11:00",
    },
    "scheduling/timeline": {"trainer": "1", "name": "Routine"},
    "scheduling/series": {
        "timeline": "1",
        "title": "Yoga",
        "start": "2031-01-06T12:00",
        "end": "2031-01-06T13:00",
    },
}
KEYS = ["0", "-1", "9" * 30, "9" * 400, "%00", "1_5F", "abc", "1%27--", "%ED%A0%80", "1.0", "%D9%A1", "_"]
# What the lists know as keys, what their filters ask, and what only Django's ORM would.
PARAMETERS = [
    "q",
    "p",
    "o",
    "all",
    "e",
    "_popup",
    "_to_field",
    "_facets",
    "_changelist_filters",
    "id",
    "id__exact",
    "pk__in",
    "id__range",
    "trainer__id__exact",
    "trainer__isnull",
    "trainer__user__password__startswith",
    "client__isempty",
    "status__exact",
    "session_type__exact",
    "belonging",
    "presence",
    "cycle",
    "timezone",
    "is_active__exact",
    "user__is_active__exact",
    "fitness_level__exact",
    "locked_out",
    "attempt_time__gte",
    "attempt_time__year",
    "scheduled_start__gte",
    "scheduled_start__lt",
    "scheduled_start__year",
    "scheduled_start__month",
    "scheduled_start__day",
    "first_name__iregex",
    "full_name__regex",
    "name__iregex",
    "username__iregex",
    "title__iregex",
    "path_info__iregex",
    "_connector",
    "or",
]
REGEX: list[str | bytes] = ["(", "[", "(a+)+$", "\\"]


def staff(w: World) -> Actor:
    """A superuser in a browser."""
    name = f"staff{w.number()}"
    w.server.run(SUPERUSER, name=name, password=PASSWORD)
    return at_pages(w, Actor(w, {}, name))


def stored_key(actor: Actor, model: str) -> str:
    """The primary key of the last one on the model's list."""
    found = re.findall(rf"/admin/{model}/(\d+)/change/", actor.get(f"/admin/{model}/?presence=all").text)
    return found[-1] if found else ""


def _spoil_list(model: str, w: World) -> None:
    furnished(w)
    actor = staff(w)
    values = [value for value in [*EVERYWHERE, *SOME, *REGEX] if len(value) < 3000]
    bear(
        w,
        [
            partial(look, actor, f"/admin/{model}/", **{name: value})
            for name in PARAMETERS
            for value in [*w.dice.sample(values, 7), "1"]
        ],
    )
    same(actor.get(f"/admin/{model}/?id__iregex=(").status, 400)


def _spoil_form(model: str, w: World) -> None:
    furnished(w)
    actor = staff(w)
    for key in ("add", stored_key(actor, model)):
        path = f"/admin/{model}/add/" if key == "add" else f"/admin/{model}/{key}/change/"
        if not key or (page := actor.get(path)).status != 200:
            continue
        filled = FILLED.get(model, {})
        fields = [(name, value or filled.get(name, "")) for name, value in main_form(page.text).fields]
        bear_form(w, actor, path, fields)
        bear(w, [partial(look, actor, path, **{name: value}) for name in QUERIES for value in EVERYWHERE])


QUERIES = ["_popup", "_to_field", "_changelist_filters", "trainer", "scheduled_start", "id", "user"]


def _spoil_keys_and_actions(model: str, w: World) -> None:
    furnished(w)
    actor, calls = staff(w), list[Callable[[], Answer]]()
    pages = ("change/", "delete/", "history/", "", "password/")
    calls += [partial(actor.get, f"/admin/{model}/{key}/{page}") for key in KEYS for page in pages]
    calls += [partial(send, actor, f"/admin/{model}/{key}/delete/", [("post", "yes")]) for key in KEYS]
    actions = (
        "delete_selected",
        "cancel_selected",
        "remove_selected",
        "cleanup_expired_attempts",
        "no_such",
        "",
    )
    for action in actions:
        for key in [*EVERYWHERE, "0", "-1", "9" * 30, "\u0661", "1.5"]:
            chosen = [("action", action), ("_selected_action", key)]
            for more in ([], [("post", "yes")], [("select_across", "1")], [("index", key)]):
                calls.append(partial(send, actor, f"/admin/{model}/", [*chosen, *more]))
        calls.append(partial(send, actor, f"/admin/{model}/", [("action", action)]))
    bear(w, calls)


for number, model in enumerate(LISTS, 1):
    case(f"F-43-list-{number}")(partial(_spoil_list, model))
    case(f"F-05-admin-{number}")(partial(_spoil_form, model))
    case(f"F-13-admin-{number}")(partial(_spoil_keys_and_actions, model))


@case("F-02-admin")
def addresses(w: World) -> None:
    actor = staff(w)
    paths = [
        "/admin/r/{}/1/",
        "/admin/r/1/{}/",
        "/admin/{}/",
        "/admin/{}",
        "/admin/clients/{}/",
        "/admin/jsi18n/?x={}",
        "/admin/autocomplete/?app_label=clients&model_name=client&field_name=trainer&term={}",
        "/admin/autocomplete/?app_label={}&model_name=client&field_name=trainer",
        "/admin/password_change/?next={}",
    ]
    bear(w, [partial(actor.get, path.format(key)) for path in paths for key in KEYS])
