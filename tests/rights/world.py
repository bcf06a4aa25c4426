"""The people of the table, and one of everything that an address can name, of Alice's."""

from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client as Browser

from tests.rights import forms
from tests.rights.table import (
    AUDITOR,
    CALLERS,
    DEACTIVATED,
    DESK,
    MANAGER,
    NO_STATUS,
    NOBODY,
    OWNER,
    STRANGER,
    SUPERUSER,
    is_of_model,
    model_and_page,
)
from tests.strangers import probes, treasure
from trainers.models import User
from trainers.tests.factories import TrainerFactory, UserFactory

OF_ALICE = ("user", "trainer", "client", "session", "timeline", "series")
Snapshot = dict[str, list[dict[str, Any]]]


class World:
    """Alice and Bella have one of everything; nobody of the others has anything."""

    def __init__(self) -> None:
        self.alice = treasure.Treasure(**treasure.bury(*treasure.ALICE))
        bella = treasure.Treasure(**treasure.bury(*treasure.BELLA))
        self.people: dict[str, int] = {
            OWNER: self.alice.user,
            STRANGER: bella.user,
            DEACTIVATED: _pk(TrainerFactory(user__username="gone", user__is_active=False).user),
            NOBODY: _pk(UserFactory(username="nobody")),
            NO_STATUS: _member(DESK, username="no status"),
            SUPERUSER: _pk(UserFactory(username="root", is_staff=True, is_superuser=True)),
            **{role: _member(role, username=role, is_staff=True) for role in (MANAGER, DESK, AUDITOR)},
        }
        self.objects = {name: self.alice.keys[f"{name} pk"][0] for name in OF_ALICE} | _others()
        # Signed in before anything is compared: it is noted when somebody did.
        self.visitors = {who: Visitor(self.people.get(who)) for who in CALLERS}
        self.forms: dict[str, dict[str, Any]] = forms.of_admin(self)

    def paths(self, template: str) -> list[str]:
        """Of a page of a model in the admin that of its one object; else with each name of Alice's in it."""
        if is_of_model(template):
            key = self.objects[model_and_page(template)[0]]
            return [template.replace("{object_id}", key).replace("{id}", key)]
        return list(probes.paths(template, self.alice))

    def body(self, template: str) -> dict[str, Any]:
        """What a browser would send, filled in so that it does something."""
        return self.forms.get(template) or probes.form(self.alice)


class Visitor:
    """A browser that stays signed in, whatever the answers do to its cookies."""

    def __init__(self, user: int | None) -> None:
        self.browser = Browser(raise_request_exception=False, headers={"Host": "localhost"})
        if user:
            self.browser.force_login(User.objects.get(pk=user), "django.contrib.auth.backends.ModelBackend")
        self.cookie = self.browser.cookies.get(settings.SESSION_COOKIE_NAME)

    def ask(self, method: str, path: str, body: dict[str, Any]) -> Any:
        self.browser.cookies.clear()
        if self.cookie:
            self.browser.cookies[settings.SESSION_COOKIE_NAME] = self.cookie.value
        return self.browser.post(path, body) if method == "POST" else self.browser.get(path)


def _pk(user: Any) -> int:
    key: int = user.pk
    return key


def _member(role: str, **more: Any) -> int:
    user: Any = UserFactory(**more)
    user.groups.set(Group.objects.filter(name=role))
    return _pk(user)


def _others() -> dict[str, str]:
    """{model: key} of what no trainer has."""
    noted = {"username": "x", "ip_address": "127.0.0.1", "user_agent": "x", "path_info": "/"}
    attempt = AccessAttempt.objects.create(failures_since_start=1, **noted)
    things = [Group.objects.create(name="spare"), attempt]
    things += [AccessFailureLog.objects.create(**noted), AccessLog.objects.create(**noted)]
    return {thing._meta.model_name: str(thing.pk) for thing in things}


def snapshot() -> Snapshot:
    """All rows of all tables, but for the browsers' sessions."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label != "sessions.Session"
    }
