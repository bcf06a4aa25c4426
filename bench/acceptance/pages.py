"""The cases F on pages: every form and every address of a trainer, with what nobody should send."""

from functools import partial

from bench.acceptance.authentication import sign_in
from bench.acceptance.hostile import CSRF, EVERYWHERE, SOME, bear, bear_form, look, send
from bench.acceptance.markup import main_form
from bench.acceptance.world import Actor, World, case, same

LIST = "First name,Last name,E-mail\nEmma,Wilson,listed@example.com\n"
IDS = """
from clients.models import Client, Upload
from scheduling.models import SavedView, Series, Session, Timeline
from trainers.models import TimeOff

trainer = given["trainer"]
found = {
    "client": Client.objects.filter(trainer=trainer),
    "session": Session.objects.filter(trainer=trainer, occurrence_on=None),
    "occurrence": Session.objects.filter(trainer=trainer, occurrence_on__isnull=False),
    "timeline": Timeline.objects.filter(trainer=trainer),
    "series": Series.objects.filter(trainer=trainer),
    "view": SavedView.objects.filter(trainer=trainer),
    "upload": Upload.objects.filter(trainer=trainer),
    "time_off": TimeOff.objects.filter(trainer=trainer),
}
firsts = {name: objects.order_by("id").first() for name, objects in found.items()}
result = {name: str(getattr(first, "uuid", first.pk)) for name, first in firsts.items()}
"""


def at_pages(w: World, actor: Actor) -> Actor:
    """The same user in a browser."""
    signed_in = sign_in(w, actor)
    signed_in.headers["Cookie"] += f"; csrftoken={CSRF}"
    return signed_in


def furnished(w: World) -> tuple[Actor, dict[str, str]]:
    """A new trainer in a browser, and the uuid of one thing of every kind."""
    actor, day = w.hire(), w.day()
    actor.book(f"{day}T10:00:00", f"{day}T11:00:00", notes="two\nlines")
    timeline = actor.post("/api/timeline/timelines", {"name": "Routine"}).data["id"]
    weekly = {
        "type": "RECURRING",
        "timelineId": timeline,
        "name": "Yoga",
        "startDateTime": f"{day}T12:00:00Z",
        "repeatCycleType": "WEEKLY",
        "recurringDayOfWeek": "MONDAY",
        "repeatCount": 5,
    }
    same(actor.post("/api/timeline/sessions", weekly).status, 200)
    visitor = at_pages(w, actor)
    for path, fields in (
        ("/calendar/views/new/", [("name", "Mornings"), ("view", "week")]),
        ("/hours/time-off/new/", [("first", "2027-12-24"), ("reason", "Holidays")]),
        ("/clients/import/", [("text", LIST)]),
    ):
        same(send(visitor, path, fields).status, 302)
    return visitor, w.server.run(IDS, trainer=actor.id)


@case("F-03-login")
def signing_in(w: World) -> None:
    visitor = Actor(w, {"Cookie": f"csrftoken={CSRF}"})
    for path in ("/sign-in/", "/password/reset/", "/admin/login/"):
        bear_form(w, visitor, path, main_form(visitor.get(path).text).fields)
    bear(w, [partial(look, visitor, "/sign-in/", next=value) for value in EVERYWHERE])
    odd = ("x/y", "MQ/set-password", "%00/%00", "9999999999999999999999/x", "%ED%A0%80/x", "MQ/x-y")
    bear(w, [partial(visitor.get, f"/password/reset/{path}/") for path in odd])


FORMS = [
    "/password/change/",
    "/clients/new/",
    "/clients/{client}/edit/",
    "/sessions/new/",
    "/sessions/new/?repeats=WEEKLY",
    "/sessions/{session}/edit/",
    "/sessions/{occurrence}/edit/",
    "/sessions/{session}/no-show/",
    "/sessions/{session}/complete/",
    "/sessions/{occurrence}/cancel/",
    "/timelines/new/",
    "/timelines/{timeline}/edit/",
    "/timelines/{timeline}/add/",
    "/series/{series}/edit/",
    "/series/{series}/remove/",
    "/timelines/{timeline}/remove/",
    "/sessions/{session}/move/",
    "/sessions/{occurrence}/move/",
    "/sessions/{session}/notes/",
    "/calendar/views/new/",
    "/calendar/views/{view}/edit/",
    "/hours/",
    "/hours/time-off/new/",
    "/hours/time-off/{time_off}/",
    "/clients/import/",
    "/clients/import/{upload}/",
    "/sessions/import/",
    "/preferences/",
]
FILLED = {
    "first_name": "Emma",
    "last_name": "Wilson",
    "email": "hostile@example.com",
    "name": "Routine",
    "title": "Rehab",
    "first": "2027-06-08",
    "reason": "Holidays",
    "text": LIST,
    "old_password": "wrong",
    "new_password1": "Anna and the 7 dwarfs",
    "new_password2": "Anna and the 7 dwarfs",
}


def _spoil(address: str, w: World) -> None:
    """Every field of the form at the address."""
    actor, ids = furnished(w)
    path = address.format(**ids)
    page = actor.get(path)
    same(page.status, 200)
    fields = [(name, value or FILLED.get(name, "")) for name, value in main_form(page.text).fields]
    bear_form(w, actor, path, fields)


for number, address in enumerate(FORMS, 1):
    case(f"F-01-page-{number}")(partial(_spoil, address))


@case("F-01-page-buttons")
def buttons(w: World) -> None:
    """What is sent by buttons of lists alone."""
    actor, ids = furnished(w)
    ticked = [("sessions", f"{ids['session']}.1"), ("sessions", f"{ids['occurrence']}.1")]
    bear_form(
        w, actor, "/sessions/settle/", [*ticked, ("outcome", "cancel"), ("reason", "Ill"), ("next", "/")]
    )
    for path in ("/changes/undo/", "/changes/redo/", f"/calendar/views/{ids['view']}/remove/"):
        bear_form(w, actor, path, [("next", "/calendar/day/")])


@case("F-02-pages")
def addresses(w: World) -> None:
    actor, ids = furnished(w)
    queries = {
        "/clients/": ("search", "status", "page", "q"),
        "/timelines/": ("search", "page", "client"),
        "/sessions/new/": ("client", "start", "end", "repeats", "next", "timeline", "again"),
        "/calendar/week/": ("day", "date", "client", "type", "status", "place"),
        "/calendar/filters/": ("client", "type", "status", "place", "view"),
        "/calendar/views/new/": ("view", "query", "next"),
        "/numbers/": ("from", "to", "period"),
        "/sessions/": ("from", "to", "client", "status", "type", "hour", "sort", "page"),
        "/sessions/quick/": ("line", "client", "next"),
        "/sessions/usual/": ("client",),
        f"/sessions/{ids['session']}/move/": ("start", "minutes", "end", "scope", "next"),
        "/clients/find/": ("q",),
        "/search/": ("q", "only", "page"),
        "/changes/": ("page",),
        "/hours/time-off/new/": ("day",),
        f"/clients/import/{ids['upload']}/": ("c0", "dates", "show", "page"),
        f"/clients/{ids['client']}/": ("page", "next"),
        f"/sessions/{ids['occurrence']}/edit/": ("next", "scope"),
        f"/sessions/{ids['occurrence']}/cancel/": ("next", "scope"),
        f"/timelines/{ids['timeline']}/": ("page", "next"),
        f"/timelines/{ids['timeline']}/add/": ("start", "end", "cycle", "next"),
    }
    bear(
        w,
        [
            partial(look, actor, path, **{name: value})
            for path, names in queries.items()
            for name in names
            for value in [*EVERYWHERE, *SOME]
            if len(value) < 5000
        ],
    )
    odd = (
        "%00",
        "x",
        "2027-02-30",
        "0000-00-00",
        "9999-12-31",
        "1970-01-01",
        "2099-12-31",
        "%ED%A0%80",
        "..",
    )
    paths = (
        "/calendar/week/{}/",
        "/calendar/day/{}/",
        "/calendar/month/{}/",
        "/calendar/agenda/{}/",
        "/calendar/views/{}/edit/",
        "/changes/{}/undo/",
        "/clients/import/{}/",
        "/sessions/import/{}/",
        "/hours/time-off/{}/",
        "/sessions/{}/",
        "/sessions/{}/move/",
        "/clients/{}/",
        "/timelines/{}/",
        "/{}",
    )
    bear(w, [partial(actor.get, path.format(text)) for path in paths for text in odd])


@case("F-35-pages")
def many_parameters(w: World) -> None:
    actor, _ = furnished(w)
    many = "&".join(f"a{number}=1" for number in range(1500))
    for path in ("/clients/", "/sessions/new/", "/admin/login/", "/nothing"):
        same(actor.get(f"{path}?{many}").status in {302, 400, 404, 414, 200}, True)
