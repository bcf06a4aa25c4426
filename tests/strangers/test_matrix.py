"""The matrix in its small form, and that it finds an address which forgets whose an object is."""

import random
import re
from collections.abc import Sequence

import pytest

from tests.strangers import addresses, callers, probes, reading, rows, trial, twins, verdict
from tests.strangers.here import Here

DICE, PROBES, PAIRS = random.Random(1), 250, 40  # noqa: S311  # dice, not secrets
OPERATIONS, TEMPLATES = addresses.operations(), addresses.templates()
PAGES = [template for template in TEMPLATES if not template.startswith("/api/")]
UNLISTED = {f"{dialect}{name}" for dialect in addresses.DIALECTS for name in ("schema", "docs")}


def wrong(world: Here, chosen: Sequence[probes.Probe]) -> set[tuple[str, str]]:
    """{(address, fault)} of the probes."""
    found = trial.strangers(world, chosen, world.alice)
    return {(it.probe.template, fault) for it in found for fault in it.faults}


def test_every_address_is_known() -> None:
    """The schemas and the resolver name the same addresses of the APIs."""
    listed = {re.sub("{.*}", "{}", it.template) for it in OPERATIONS}
    routed = {re.sub("{.*}", "{}", it) for it in set(TEMPLATES) - set(PAGES)}

    assert listed == routed - UNLISTED
    assert {"/sessions/{uuid}/edit/", "/admin/scheduling/session/{object_id}/change/"} <= set(PAGES)


def test_probes_of_every_address_method_and_caller(world: Here) -> None:
    """In full there are these; the sample has each address with each method."""
    every = probes.all_of(TEMPLATES, OPERATIONS, world.alice)
    tried = {(it.template, it.method) for it in probes.sample(every, 5000, DICE)}

    assert {it.method for it in every} == set(addresses.METHODS)
    assert {(it.who, it.how) for it in every} == set(callers.EVERYBODY_ELSE)
    assert tried == {(it.template, it.method) for it in every}


@pytest.mark.parametrize(
    "template",
    ["/sessions/{uuid}/move/", "/sessions/{uuid}/notes/", "/sessions/{uuid}/cancel/", "/sessions/settle/",
     "/changes/{uuid}/undo/", "/calendar/views/new/", "/calendar/views/{uuid}/edit/",
     "/calendar/views/{uuid}/remove/", "/hours/time-off/{pk}/", "/clients/import/", "/sessions/import/"],
)  # fmt: skip
def test_form_of_a_probe_does_something_when_its_owner_sends_it(world: Here, template: str) -> None:
    """Else a stranger would be refused for what is wrong in it, and not for whose it is."""
    sent = [
        probes.Probe("POST", template, path, callers.OWNER, callers.COOKIE, body=probes.form(world.alice))
        for path in probes.paths(template, world.alice)
    ]
    before = world.rows()

    answers = trial.ask(world, sent)

    assert 302 in {told.status for told in answers}
    assert rows.changes(before, world.rows()) != []


def test_strangers_see_and_change_nothing(world: Here) -> None:
    chosen = probes.sample(probes.all_of(TEMPLATES, OPERATIONS, world.alice), PROBES, DICE)

    assert wrong(world, chosen) == set()


def test_strangers_are_refused_at_every_object_of_the_api(world: Here) -> None:
    every = probes.all_of({it.template for it in OPERATIONS}, OPERATIONS, world.alice)
    chosen = [it for it in every if it.aims and (it.who, it.how) == (callers.STRANGER, callers.BEARER)]

    assert len(chosen) > 100
    assert wrong(world, DICE.sample(chosen, 100)) == set()


def test_what_is_anothers_is_told_like_what_there_is_not(world: Here) -> None:
    own, foreign = world.bella, world.alice
    pairs = [
        *twins.of_ids(OPERATIONS, own, foreign),
        *twins.of_forms(own, foreign),
        *twins.of_links(PAGES, own, foreign),
        *twins.of_words(OPERATIONS, PAGES, own, foreign),
    ]
    chosen = DICE.sample(pairs, PAIRS)

    assert [faults for _, faults in trial.told_apart(world, chosen) if faults] == []


def test_reading_changes_nothing_and_shows_private_notes_to_their_trainer_only(world: Here) -> None:
    every = reading.by_owner(PAGES, OPERATIONS, world.alice)
    before = world.rows()
    answers = trial.ask(world, every)
    laid_out = world.rows()
    trial.ask(world, every)

    shown = [
        (probe, verdict.private(told.text, world.alice)) for probe, told in zip(every, answers, strict=True)
    ]
    assert reading.beyond_layout(rows.changes(before, laid_out), before, laid_out) == []
    assert rows.changes(laid_out, world.rows()) == []
    assert [told for told in answers if told.status >= 500] == []
    assert [probe for probe, notes in shown if notes and not reading.may_show_notes(probe)] == []
    assert {note for _, notes in shown for note in notes}  # or nothing was looked at


@pytest.mark.urls("tests.strangers.unguarded")
@pytest.mark.parametrize(
    ("template", "fault"),
    [("/peek/{uuid}/", "shows session.title"), ("/rename/{uuid}/", "changes scheduling.Session"),
     ("/find/", "shows session.title"), ("/count/{day}/", "shows session.title")],
)  # fmt: skip
def test_matrix_finds_an_address_without_owner_filter(world: Here, template: str, fault: str) -> None:
    """The negative control: somebody adds one and forgets to ask whose the object is."""
    chosen = [it for it in probes.all_of([template], [], world.alice) if it.who == callers.STRANGER]

    assert template in addresses.templates()
    assert any(found.startswith(fault) for _, found in wrong(world, chosen))


@pytest.mark.urls("tests.strangers.unguarded")
def test_matrix_finds_a_count_that_tells(world: Here) -> None:
    """The negative control: how many there are of another trainer's."""
    pairs = twins.of_words(OPERATIONS, ["/search/"], world.bella, world.alice)

    assert [probe.path for probe, faults in trial.told_apart(world, list(pairs)) if faults] == [
        "/search/?q=needle-alice"
    ]


@pytest.mark.urls("tests.strangers.unguarded")
def test_matrix_finds_a_reading_that_writes(world: Here) -> None:
    every = [
        probe for probe in reading.by_owner(["/touch/{uuid}/"], [], world.alice) if "touch" in probe.path
    ]
    before = world.rows()

    trial.ask(world, every)

    after = world.rows()
    assert reading.beyond_layout(rows.changes(before, after), before, after) != []
