"""docs/security.md names tests and measurements: there must be each of them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text()
FOLDERS = ("trainers", "clients", "scheduling", "mectofitness", "tests")


def test_security_page_names_only_what_there_is() -> None:
    sources = [path.read_text() for folder in FOLDERS for path in (ROOT / folder).rglob("test_*.py")]
    tests = {name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)}
    benches = {f"bench.{path.stem}" for path in (ROOT / "bench").iterdir()}

    named = set(re.findall(r"`((?:test_|bench\.)\w+)`", PAGE))

    assert len(named) > 60
    assert named - tests - benches == set()


def test_security_page_says_of_every_item_how_it_is_tried_or_why_it_is_not_met() -> None:
    rows = re.findall(r"^\| (\d[^|]*|[a-z][^|]*) \| (.+) \|(.*)\|$", PAGE, re.MULTILINE)
    untried = [item for item, _, tried in rows if "`" not in tried]

    assert len(rows) > 50
    assert untried == [
        item
        for item, said, _ in rows
        if item in untried and re.match("not met|met but|met: nothing|tried", said)
    ]
