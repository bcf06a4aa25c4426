"""Style sheets and scripts as production serves them."""

import re

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from mectofitness.static_files import StaticFiles

SOURCES = settings.BASE_DIR / "static"


@pytest.fixture
def served(tmp_path):
    """{name: what a page is given for it} of our own files, as collectstatic makes them."""
    source, storage = FileSystemStorage(SOURCES), StaticFiles(location=tmp_path, base_url="/static/")
    names = [str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.*")]
    for name in names:
        with source.open(name) as file:
            storage.save(name, file)
    found = list(storage.post_process({name: (source, name) for name in names}))
    assert not [trouble for _, _, trouble in found if isinstance(trouble, Exception)]
    hashed = {
        name: hashed for name, hashed, _ in found if name in names and not hashed.endswith((".gz", ".br"))
    }
    return {name: (tmp_path / hashed[name]).read_text() for name in names if name.endswith((".css", ".js"))}


def test_a_style_sheet_holds_what_it_imports(served):
    calendar = served["css/calendar.css"]

    assert "@import" not in calendar
    assert "/*" not in calendar
    parts = [
        rules((SOURCES / f"css/{part}.css").read_text())
        for part in ("calendar-grid", "calendar-rows", "moves")
    ]
    assert all(parts)
    assert rules(calendar) >= set().union(*parts)
    assert rules(served["css/app.css"]) >= rules((SOURCES / "css/quick.css").read_text())


def rules(text):
    return {line.strip() for line in text.splitlines() if line.endswith((";", "{", "}"))}


def test_a_bundle_holds_each_module_once(served):
    page = served["js/calendar-page.js"]

    assert not re.search(r"^(import|export) ", page, re.M)
    defined = re.findall(r"^const (\$\w+) = \(\(\) => \{$", page, re.M)
    assert len(defined) == len(set(defined))
    assert {"$app", "$words", "$grid_carry", "$live"} <= set(defined)
    # Whatever one takes from another stands before it.
    for used, name in re.findall(r"^const (\{[^}]+\}) = (\$\w+);$", page, re.M):
        assert page.index(f"const {name} = (()") < page.index(f"const {used} = {name};")


def test_what_is_made_one_file_has_no_indentation(served):
    assert not [name for name in ("css/calendar.css", "js/calendar-page.js") if "\n " in served[name]]


def test_no_text_of_a_module_goes_over_several_lines():
    lines = [line for path in (SOURCES / "js").glob("*.js") for line in path.read_text().splitlines()]

    assert not [line for line in lines if line.count("`") % 2]


def test_modules_import_each_other_by_the_names_they_have(served):
    imported = {
        name for text in served.values() for name in re.findall(r'(?:from|import\()\s*"\./([^"]+)"', text)
    }

    assert imported
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", name) for name in imported)
