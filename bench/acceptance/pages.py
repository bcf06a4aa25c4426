"""The cases F on pages: every form and every address of a trainer, with what nobody should send."""

from functools import partial

from bench.acceptance.authentication import sign_in
from bench.acceptance.hostile import CSRF, EVERYWHERE, SOME, bear, bear_form, look
from bench.acceptance.markup import main_form
from bench.acceptance.world import Actor, World, case, same

IDS = """
from clients.models import Client
from scheduling.models import Series, Session, Timeline

trainer = given["trainer"]
found = {
    "client": Client.objects.filter(trainer=trainer),
    "session": Session.objects.filter(trainer=trainer, occurrence_on=None),
    "occurrence": Session.objects.filter(trainer=trainer, occurrence_on__isnull=False),
    "timeline": Timeline.objects.filter(trainer=trainer),
    "series": Series.objects.filter(trainer=trainer),
}
result = {name: str(objects.order_by("id").first().uuid) for name, objects in found.items()}
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
    return at_pages(w, actor), w.server.run(IDS, trainer=actor.id)


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
]
FILLED = {
    "first_name": "Emma",
    "last_name": "Wilson",
    "email": "hostile@example.com",
    "name": "Routine",
    "title": "Rehab",
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


@case("F-02-pages")
def addresses(w: World) -> None:
    actor, ids = furnished(w)
    queries = {
        "/clients/": ("search", "status", "page", "q"),
        "/timelines/": ("search", "page", "client"),
        "/sessions/new/": ("client", "start", "end", "repeats", "next", "timeline"),
        "/calendar/week/": ("day", "date"),
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
        "/sessions/{}/",
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
