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
    for part in ("calendar-grid", "calendar-rows", "calendar-views", "moves"):
        assert (SOURCES / f"css/{part}.css").read_text() in calendar
    assert (SOURCES / "css/quick.css").read_text() in served["css/app.css"]


def test_modules_import_each_other_by_the_names_they_have(served):
    imported = {
        name for text in served.values() for name in re.findall(r'(?:from|import\()\s*"\./([^"]+)"', text)
    }

    assert imported
    assert all(re.fullmatch(r"[\w-]+\.[0-9a-f]{12}\.js", name) for name in imported)
