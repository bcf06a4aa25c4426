"""Who may do what: the one table that every address is held against, and which of it an address asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

ANONYMOUS, DEACTIVATED = "anonymous", "a deactivated trainer"
NOBODY, NO_STATUS = "no trainer and no role", "a role without staff status"
OWNER, STRANGER = "the trainer", "another trainer"
MANAGER, DESK, AUDITOR, SUPERUSER = "manager", "front desk", "auditor", "superuser"
OUT, TRAINERS = {ANONYMOUS, DEACTIVATED}, {OWNER, STRANGER}
STAFF = {MANAGER, DESK, AUDITOR, SUPERUSER}
CALLERS = [ANONYMOUS, DEACTIVATED, NOBODY, NO_STATUS, OWNER, STRANGER, MANAGER, DESK, AUDITOR, SUPERUSER]

EVERYTHING = "view add change delete"
BOOKINGS = dict.fromkeys(("session", "timeline", "series"), EVERYTHING)
# {role: {model of the admin: what they do to it}}; what is not named is closed.
ROLES: Mapping[str, Mapping[str, str]] = {
    MANAGER: BOOKINGS | dict.fromkeys(("user", "client"), EVERYTHING) | {"trainer": f"{EVERYTHING} work-as"},
    DESK: BOOKINGS | {"client": "view add change", "trainer": "view"},
    AUDITOR: dict.fromkeys(("user", "trainer", "client", "group", *BOOKINGS), "view"),
}
# What the product notes of sign-ins nobody adds to.
NOTED = ("accessattempt", "accesslog", "accessfailurelog")
# {page of a model in the admin: (what GET is, what POST is)}
PAGES = {
    "": ("view", "view"),
    "add": ("add", "add"),
    "change": ("view", "change"),
    "delete": ("delete", "delete"),
    "history": ("view", "view"),
    "export": ("view", "view"),
    "erase": ("delete", "delete"),
    "work-as": ("work-as", "work-as"),
    "password": ("change", "change"),
}
DESK_PAGES = {
    "/desk/": STAFF,
    "/desk/{day}/": STAFF,
    "/desk/changes/": STAFF,
    "/desk/clients/": STAFF,
    "/desk/clients/{uuid}/": STAFF,
    "/desk/sessions/{uuid}/": STAFF,
    "/desk/trainers/{pk}/": STAFF,
    "/desk/sessions/{uuid}/give/": STAFF - {AUDITOR},
    "/desk/sessions/{uuid}/settle/": STAFF - {AUDITOR},
    "/desk/steps/{uuid}/undo/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/away/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/book/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/hand-over/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/import/clients/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/import/clients/{uuid}/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/import/sessions/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/import/sessions/{uuid}/": STAFF - {AUDITOR},
    "/desk/trainers/{pk}/deactivate/": {MANAGER, SUPERUSER},
}
OPEN_PAGES = {
    *("/sign-in/", "/sign-out/", "/healthz", "/readyz", "/words/{language}.js", "/admin/login/"),
    *("/password/reset/", "/password/reset/complete/", "/password/reset/sent/"),
    # The last two end what is begun, and nothing where nothing is.
    *("/password/reset/{uidb64}/{token}/", "/admin/logout/", "/working-as/stop/"),
}
# For all of the staff, whatever their role.
ADMIN_PAGES = {
    *("/admin/", "/admin/jsi18n/", "/admin/password_change/", "/admin/password_change/done/"),
    *("/admin/{app_label}/", "/admin/r/{content_type_id}/{object_id}/"),
}
# No field of the admin completes what is typed.
CLOSED_PAGES = {"/admin/autocomplete/"}
# A trainer's own; what is below them is of the trainer who asks.
OWN_PAGES = {
    *("calendar", "changes", "clients", "hours", "numbers", "password/change", "preferences", "search"),
    *("series", "sessions", "shortcuts", "timelines"),
}


class NoRule(LookupError):
    """An address of which the table says nothing."""


@dataclass(frozen=True)
class Rule:
    """Who is let in at an address; and whether who is not staff is asked to sign in as somebody who is."""

    allowed: Callable[[str, str], bool]
    is_admins: bool = False

    def expected(self, who: str, method: str) -> str:
        if self.allowed(who, method):
            return "in"
        return "sign in" if who in OUT or (self.is_admins and who not in STAFF) else "denied"


def rule(template: str) -> Rule:
    """Raises NoRule."""
    if template in OPEN_PAGES:
        return Rule(lambda who, method: True)
    if template in ADMIN_PAGES:
        return Rule(lambda who, method: who in STAFF, is_admins=True)
    if template in CLOSED_PAGES:
        return Rule(lambda who, method: False, is_admins=True)
    if template in DESK_PAGES:
        return Rule(lambda who, method: who in DESK_PAGES[template])
    if template == "/":
        return Rule(lambda who, method: who in TRAINERS | STAFF)
    if is_of_model(template):
        return _of_model(template)
    if any(template.startswith(f"/{own}/") for own in OWN_PAGES):
        return Rule(lambda who, method: who in TRAINERS)
    raise NoRule(template)


def is_of_model(template: str) -> bool:
    """Whether it is a page that the admin has for each model."""
    return template.startswith("/admin/") and template not in ADMIN_PAGES | OPEN_PAGES | CLOSED_PAGES


def model_and_page(template: str) -> tuple[str, str]:
    """("client", "change") of /admin/clients/client/{object_id}/change/."""
    _, _, model, *rest = template.strip("/").split("/")
    return model, rest[-1] if rest else ""


def may(who: str, model: str, deed: str) -> bool:
    if who == SUPERUSER:
        return deed in ("view change delete" if model in NOTED else f"{EVERYTHING} work-as").split()
    return deed in ROLES.get(who, {}).get(model, "").split()


def _of_model(template: str) -> Rule:
    model, page = model_and_page(template)
    if page.startswith("{"):  # an address of old, which leads to "change"
        return Rule(lambda who, method: who in STAFF, is_admins=True)
    if page not in PAGES:
        raise NoRule(template)
    return Rule(lambda who, method: may(who, model, PAGES[page][method == "POST"]), is_admins=True)
