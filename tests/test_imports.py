"""The shape of the house: imports look down only, no dialect sees another, the domain reads no clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("trainers", "clients", "scheduling", "mectofitness")
# From the ground up. Each may import what stands before it, and its own.
LAYERS = (
    "trainers",
    "clients",
    "scheduling.models",
    "scheduling.domain",
    "forms and admin",
    "views",
    "commands",
    "api and integrations",
    "roof",
)
VAGUE = {"common", "core", "utils", "helpers"}
CLOCKS = {
    "timezone": {"now", "localtime", "localdate"},
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "functions": {"Now"},
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {
    name_of(path): path.read_text()
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("*.py"))
    if "tests" not in path.parts and path.name != "conftest.py"
}


def layer_of(module: str) -> int:
    return LAYERS.index(_layer_of(module.split(".")))


def _layer_of(parts: list[str]) -> str:
    package, *rest = parts
    if package == "mectofitness":
        return "api and integrations" if rest and rest[0] in {"api", "integrations"} else "roof"
    if "management" in rest:
        return "commands"
    if rest and rest[0] in {"views", "urls"}:
        return "views"
    if rest and {"forms", "admin"} & set(rest[0].split("_")):
        return "forms and admin"
    if package != "scheduling":
        return package
    if rest and rest[0] in {"models", "domain"}:
        return f"scheduling.{rest[0]}"
    if rest and rest[0] == "migrations":
        return "scheduling.models"
    # What else lies there (fields, words, demo data) stands on the domain and serves the views.
    return "forms and admin"


def dialect_of(module: str) -> str | None:
    """The package below mectofitness.api that a module is in."""
    parts = module.split(".")
    if parts[:2] != ["mectofitness", "api"] or len(parts) < 3:
        return None
    return parts[2] if (ROOT / "mectofitness" / "api" / parts[2]).is_dir() else None


def imports(module: str, source: str) -> Iterator[str]:
    """The modules of ours that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            inside = [f"{base}.{alias.name}" for alias in node.names]
            found = [name if name in SOURCES else base for name in inside]
        else:
            continue
        yield from (name for name in found if name.split(".")[0] in PACKAGES)


def _base(module: str, node: ast.ImportFrom) -> str:
    """Where a `from` looks; each dot is one package up."""
    if not node.level:
        return node.module or ""
    is_package = (ROOT / Path(*module.split("."))).is_dir()
    parts = module.split(".")
    above = parts[: len(parts) - node.level + is_package]
    return ".".join([*above, *([node.module] if node.module else [])])


def looking_up(module: str, source: str) -> list[str]:
    return [name for name in imports(module, source) if layer_of(name) > layer_of(module)]


def looking_across(module: str, source: str) -> list[str]:
    """A dialect sees what all dialects share, and that sees none of them."""
    if layer_of(module) != LAYERS.index("api and integrations"):
        return []
    own = {None, dialect_of(module)}
    return [name for name in imports(module, source) if dialect_of(name) not in own]


def clock_readings(source: str) -> list[str]:
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).split(".")[-1]
            if node.attr in CLOCKS.get(owner, ()):
                found.append(f"{owner}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.module:
            owner = node.module.split(".")[-1]
            known = CLOCKS.get(owner, set()) - {"today"}
            found += [f"{owner}.{alias.name}" for alias in node.names if alias.name in known]
    return found


def is_domain(module: str) -> bool:
    return "domain" in module.split(".")


def test_every_package_is_read():
    assert {module.split(".")[0] for module in SOURCES} == set(PACKAGES)
    assert {"scheduling.domain.booking", "mectofitness.api.crm.views", "trainers"} <= set(SOURCES)


def test_imports_look_down_only():
    found = {module: looking_up(module, source) for module, source in SOURCES.items()}

    assert {module: names for module, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("trainers.models", "from clients.models import Client"),
        ("trainers.domain", "from scheduling.domain import capacity"),
        ("clients.domain", "import scheduling.models"),
        ("clients.models", "def later():\n    from scheduling.models import Session"),
        ("scheduling.models.session", "from scheduling.domain import booking"),
        ("scheduling.models.session", "from ..domain import booking"),
        ("scheduling.models", "from ..domain import booking"),
        ("scheduling.migrations.0001_initial", "from scheduling.domain import booking"),
        ("scheduling.domain.booking", "from scheduling.forms import BookingForm"),
        ("clients.forms", "from scheduling.views import week"),
        ("trainers.admin", "from trainers import views"),
        ("trainers.domain_admin", "from trainers.views import home"),
        ("scheduling.views.week", "from mectofitness.api.failures import Failure"),
        ("trainers.management.commands.create_trainer", "from mectofitness.api import tokens"),
        ("mectofitness.api.viewsets", "from mectofitness import views"),
        ("mectofitness.api.crm.urls", "import mectofitness.urls"),
    ],
)
def test_an_import_that_looks_up_is_found(module, line):
    assert looking_up(module, line)


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("clients.models", "from trainers.models import Trainer"),
        ("trainers.admin", "from scheduling.domain import capacity"),
        ("clients.views", "from scheduling.models import Session"),
        ("trainers.management.commands.create_trainer", "from scheduling.domain import capacity"),
        ("mectofitness.urls", "from mectofitness.api.crm import urls"),
        ("trainers.models", "from django.db import models"),
    ],
)
def test_an_import_that_looks_down_is_allowed(module, line):
    assert looking_up(module, line) == []


def test_no_dialect_sees_another():
    found = {module: looking_across(module, source) for module, source in SOURCES.items()}

    assert {module: names for module, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("mectofitness.api.calendar.views", "from mectofitness.api.crm import envelope"),
        ("mectofitness.api.calendar.views", "from mectofitness.api.crm.serializers import SessionData"),
        ("mectofitness.api.calendar.views", "from ..crm import envelope"),
        ("mectofitness.api.viewsets", "from mectofitness.api import crm"),
    ],
)
def test_a_look_at_another_dialect_is_found(module, line):
    assert looking_across(module, line)


def test_modules_are_named_for_their_subject():
    assert [module for module in SOURCES if VAGUE & set(module.split("."))] == []


def test_the_domain_never_reads_the_clock():
    found = {module: clock_readings(source) for module, source in SOURCES.items() if is_domain(module)}

    assert len(found) > 5
    assert {module: readings for module, readings in found.items() if readings} == {}


@pytest.mark.parametrize(
    "line",
    [
        "timezone.now()",
        "make(default=timezone.now)",
        "django.utils.timezone.now()",
        "datetime.now(UTC)",
        "datetime.datetime.now()",
        "datetime.utcnow()",
        "date.today()",
        "time.time()",
        "functions.Now()",
        "from django.utils.timezone import now",
        "from django.db.models.functions import Now",
        "from time import time",
    ],
)
def test_a_look_at_the_clock_is_found(line):
    assert clock_readings(line)


def test_what_only_works_with_times_reads_no_clock():
    fine = "from datetime import date, datetime, time\nwall_clock.today(now, zone)\nnow.date()\ntime.min"

    assert clock_readings(fine) == []
