"""Nothing is written past the history: every model of ours has one, and nobody goes around its QuerySets."""

import ast
from typing import Any

import pytest
from django.apps import apps
from django.db.models.signals import pre_save

from tests.test_imports import SOURCES
from trainers.recording import RecordedQuerySet

APPS = ("trainers", "clients", "scheduling")
# What the product keeps for itself, and nobody changes.
BOOKKEEPING = {"Receipt", "Step", "Upload"}
# Past the managers, or past the ORM.
AROUND = {"_base_manager", "_raw_delete", "_update", "_insert_objects", "cursor", "raw"}
# Where one change is written in steps, and recorded as a whole.
IN_STEPS = {
    "scheduling.domain.erasure",
    "scheduling.domain.settling",
    "scheduling.domain.putting_back",
}
# Locks, the guard in the database, whole databases: no row that somebody changes.
NO_ROWS = (
    "trainers.receipts",
    "scheduling.models.guard",
    "scheduling.models.overlaps",
    "mectofitness.backups.",
    "mectofitness.management.",
    "mectofitness.studio.moment",
    "mectofitness.replica",
    "trainers.prepared",  # asks only
    "trainers.columns",  # for trainers.recording, which records it
)


def models() -> list[Any]:
    all_of_ours = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    return [model for model in all_of_ours if not hasattr(model, "history_object")]


def names(source: str) -> set[str]:
    return {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_model_has_a_history(model: Any) -> None:
    assert model.__name__ in BOOKKEEPING or isinstance(model._default_manager.all(), RecordedQuerySet)
    assert model.__name__ in BOOKKEEPING or hasattr(model, "history")


def test_all_models_were_looked_at() -> None:
    found = {model.__name__ for model in models()} - BOOKKEEPING
    assert found == {
        "User",
        "Trainer",
        "WorkingHours",
        "TimeOff",
        "Client",
        "Session",
        "Timeline",
        "Series",
        "SavedView",
    }


@pytest.mark.parametrize("name", sorted(BOOKKEEPING))
def test_of_bookkeeping_nobody_is_told(name: str) -> None:
    """Nor of the many models that migrations prepare, which makes them slow."""
    model = next(model for model in apps.get_models() if model.__name__ == name)

    assert not pre_save.has_listeners(model)


def test_nobody_writes_around_it() -> None:
    fine = [module for module in SOURCES if module.startswith(NO_ROWS) or ".migrations." in module]
    found = {module: names(source) & AROUND for module, source in SOURCES.items() if module not in fine}

    assert {module: around for module, around in found.items() if around} == {}


def test_only_what_is_recorded_as_a_whole_is_silent() -> None:
    silent = {module for module, source in SOURCES.items() if "silent" in names(source)}

    assert silent == IN_STEPS


@pytest.mark.parametrize(
    "line", ["Session._base_manager.update(title='')", "rows._raw_delete('default')", "connection.cursor()"]
)
def test_a_way_around_is_found(line: str) -> None:
    assert names(line) & AROUND
