"""What is compiled of the translations is what they say, so that nobody needs gettext to run the product."""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "locale").rglob("*.po"))
NAMED = re.compile(r"%\(\w+\)s|{\w*}")


def entries(source: Path) -> Iterator[dict[str, str]]:
    """{msgid: text, msgstr: text, ...} of what is translated; the first is the header, of nothing."""
    for block in source.read_text().split("\n\n"):
        lines = block.splitlines()
        found: dict[str, str] = {}
        for line in lines:
            keyword, quote, text = line.partition('"')
            if line.startswith("#") or not quote:
                continue
            name = keyword.strip() or next(reversed(found))
            found[name] = found.get(name, "") + ast.literal_eval(quote + text)
        is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        if "msgid" in found and not is_fuzzy and (found.get("msgstr") or found.get("msgstr[0]")):
            yield found


def names(text: str) -> list[str]:
    return sorted(NAMED.findall(text))


def catalogue(source: Path) -> dict[Any, str]:
    """As GNUTranslations has it."""
    told: dict[Any, str] = {}
    for entry in entries(source):
        context = f"{entry['msgctxt']}\x04" if "msgctxt" in entry else ""
        key = context + entry["msgid"]
        if "msgid_plural" in entry:
            told |= {(key, number): entry[f"msgstr[{number}]"] for number in (0, 1)}
        else:
            told[key] = entry["msgstr"]
    return told


def test_there_are_translations() -> None:
    assert {source.name for source in SOURCES} == {"django.po", "djangojs.po"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_compiled_is_what_is_written(source: Path) -> None:
    """If not: manage.py compilemessages."""
    with source.with_suffix(".mo").open("rb") as compiled:
        read: Any = GNUTranslations(compiled)

    assert {key: text for key, text in read._catalog.items() if key} == {
        key: text for key, text in catalogue(source).items() if key
    }


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_nothing_is_left_untranslated(source: Path) -> None:
    text = source.read_text()

    assert "#, fuzzy" not in text
    assert len(list(entries(source))) == text.count("\nmsgid ")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_translations_name_what_the_texts_name(source: Path) -> None:
    """A value that a text has no place for is lost; one that there is not fails."""
    wrong = [
        entry["msgid"]
        for entry in entries(source)
        for name, text in entry.items()
        if name.startswith("msgstr")
        and entry["msgid"]
        and names(text) != names(entry["msgid_plural" if name == "msgstr[1]" else "msgid"])
    ]

    assert wrong == []
