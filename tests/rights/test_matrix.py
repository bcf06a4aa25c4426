"""Every address of pages, desk and admin, read and written by every caller: let in are those of the table."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from tests.rights import table, world
from tests.rights.table import AUDITOR, CALLERS, DESK, NOTED, OWNER, STRANGER, SUPERUSER, NoRule
from tests.rights.world import World
from tests.strangers import addresses
from tests.strangers.probes import NOT_IDS
from tests.strangers.verdict import FOR_EVERYBODY

pytestmark = pytest.mark.usefixtures("roles")
TEMPLATES = [template for template in addresses.templates() if not template.startswith("/api")]
# Where nothing is to be found for who is let in: of none of ours a page outside of the admin is known, and a
# step is undone by who did it.
NOT_FOUND = {"/admin/r/{content_type_id}/{object_id}/", "/desk/steps/{uuid}/undo/"}
# A list that is not there (any more) leads back to where lists are read in.
LEADS_BACK = {"/clients/import/{uuid}/", "/sessions/import/{uuid}/"}
# Of whom there are records is not deleted.
NOTHING_WRITTEN = {"client delete", "trainer delete", "user delete", "client ", "trainer ", "user "}
WRITING = {"", "add", "change", "delete", "erase", "password", "work-as"}

Hole = tuple[str, str, str, list[str], list[str]]


@pytest.fixture
def there(db: None, settings: Any) -> World:
    settings.AXES_ENABLED = False
    return World()


def holes(there: World, who: str, templates: Iterable[str]) -> list[Hole]:
    """(method, address, what was to be answered, what was, what of Alice's was told)"""
    visitor, found = there.visitors[who], []
    for template in templates:
        for method in ("GET", "POST"):
            expected = table.rule(template).expected(who, method)
            with transaction.atomic():
                paths = there.paths(template)
                # Who is refused is so whatever the address names.
                told = tried(there, visitor, method, template, paths if expected == "in" else paths[:1])
                # What somebody may do is taken back; what they may not must have done nothing.
                transaction.set_rollback(expected == "in" and not is_foreign(template, who))
            outcomes = {outcome for outcome, _ in told}
            shown = {place for _, text in told for place in seen(there, who, expected, text, template)}
            if shown or not is_right(expected, outcomes, template, who):
                found.append((method, template, expected, sorted(outcomes), sorted(shown)))
    return found


def tried(there: World, visitor: Any, method: str, template: str, paths: list[str]) -> list[tuple[str, str]]:
    """(outcome, what was answered) at each path of an address."""
    body = there.body(template)
    answers = [visitor.ask(method, path, body) for path in paths]
    return [(outcome_of(answer), text_of(answer)) for answer in answers]


def outcome_of(answer: Any) -> str:
    """in, sign in, denied, hidden, no method, or fault."""
    if any(page in answer.get("Location", "") for page in ("/sign-in/?next", "/admin/login/")):
        return "sign in"
    named = {403: "denied", 404: "hidden", 405: "no method"}
    return named.get(answer.status_code, "fault" if answer.status_code >= 500 else "in")


def text_of(answer: Any) -> str:
    told = b"".join(answer) if answer.streaming else answer.content
    return f"{answer.headers}\n{told.decode(errors='replace')}"


def is_right(expected: str, outcomes: set[str], template: str, who: str) -> bool:
    if expected != "in":
        return outcomes <= {expected, "no method"}
    if is_foreign(template, who):
        return outcomes <= {"hidden", "no method", "in" if template in LEADS_BACK else ""}
    return outcomes <= {"in", "hidden", "no method"} and (outcomes != {"hidden"} or template in NOT_FOUND)


def is_foreign(template: str, who: str) -> bool:
    """Whether the address names an object that is another trainer's than who asks."""
    names_one = bool(set(addresses.parameters(template)) - NOT_IDS.keys())
    return who == STRANGER and names_one and template not in FOR_EVERYBODY


def seen(there: World, who: str, expected: str, text: str, template: str) -> list[str]:
    """What of Alice's is told to somebody who must not know it."""
    known, private = there.alice.canaries, there.alice.private
    if expected == "in" and who in {OWNER, *table.STAFF}:
        known = {note: known[note] for note in private} if who == DESK else {}
    sent = str(there.body(template))
    return [place for canary, place in known.items() if canary in text and canary not in sent]


def test_every_address_has_a_rule() -> None:
    assert [table.rule(template) for template in TEMPLATES]
    assert len(TEMPLATES) > 150


@pytest.mark.urls("tests.strangers.unguarded")
def test_a_new_address_has_none() -> None:
    """The negative control: somebody adds one, and the table says nothing of it."""
    with pytest.raises(NoRule):
        table.rule(next(template for template in addresses.templates() if template.startswith("/peek/")))


@pytest.mark.parametrize("who", CALLERS)
def test_let_in_is_who_the_table_names_and_nobody_else_does_or_sees_a_thing(there: World, who: str) -> None:
    before = world.snapshot()

    assert holes(there, who, TEMPLATES) == []
    assert world.snapshot() == before


def test_matrix_finds_a_right_that_is_too_much(there: World) -> None:
    """The negative control."""
    right = Permission.objects.get(codename="delete_session", content_type__app_label="scheduling")
    Group.objects.get(name=AUDITOR).permissions.add(right)
    before = world.snapshot()

    found = holes(there, AUDITOR, ["/admin/scheduling/session/{object_id}/delete/"])

    assert [(method, outcomes) for method, _, _, outcomes, _ in found] == [("GET", ["in"]), ("POST", ["in"])]
    assert world.snapshot() != before


def test_forms_of_the_admin_do_something(there: World) -> None:
    """Else who may not would be refused nothing."""
    visitor, before, idle = there.visitors[SUPERUSER], world.snapshot(), set()
    for template in filter(table.is_of_model, TEMPLATES):
        model, page = table.model_and_page(template)
        if page in WRITING and model not in NOTED:
            with transaction.atomic():
                tried(there, visitor, "POST", template, there.paths(template))
                if world.snapshot() == before:
                    idle.add(f"{model} {page}")
                transaction.set_rollback(True)

    assert idle == NOTHING_WRITTEN
