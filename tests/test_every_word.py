"""No text of a page is left in English: each is asked for, so that it can be said in another language."""

import re
import struct
from collections.abc import Iterable
from gettext import GNUTranslations
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import django
import pytest

from tests.strangers import addresses, reading, trial
from tests.strangers.here import Here
from tests.test_translations import ROOT, entries
from trainers.models import Trainer

PAGES = [template for template in addresses.templates() if not template.startswith("/api/")]
# Where a person reads something that is no text between tags.
READ = {"aria-label", "aria-description", "title", "alt", "placeholder", "content"}
SILENT = {"script", "style"}
# Of the product, of zones, of languages, of a kind of file; units; the initials of a client.
NAMES = {"MectoFitness", "UTC", "English", "Deutsch", "CSV", "XLSX", "cm", "in", "kg", "lb", "aa"}
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")


def mark(text: str) -> str:
    """⟦text⟧, with its tags and places as they are."""
    return f"⟦{text}⟧"


def compiled(texts: dict[str, str]) -> bytes:
    """A .mo file, as gettext's manual has it."""
    pairs = sorted((key.encode(), text.encode()) for key, text in texts.items())
    keys, values = b"", b""
    places = []
    for key, value in pairs:
        places.append((len(key), len(keys), len(value), len(values)))
        keys, values = keys + key + b"\0", values + value + b"\0"
    start = 28 + 16 * len(pairs)
    table = [number for size, at, *_ in places for number in (size, start + at)]
    table += [number for *_, size, at in places for number in (size, start + len(keys) + at)]
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return head + struct.pack(f"<{len(table)}I", *table) + keys + values


def all_marked(entry: dict[str, str]) -> tuple[str, str]:
    """A text with its plural, as a .mo file has them."""
    context = f"{entry['msgctxt']}\x04" if "msgctxt" in entry else ""
    forms = [entry["msgid"], *filter(None, [entry.get("msgid_plural")])]
    return context + "\0".join(forms), "\0".join(mark(form) for form in forms)


@pytest.fixture
def marked(tmp_path: Path, settings: Any) -> None:
    """German is as English, but all that can be translated stands in ⟦brackets⟧."""
    source = ROOT / "locale/de/LC_MESSAGES/django.po"
    folder = tmp_path / "de/LC_MESSAGES"
    folder.mkdir(parents=True)
    header = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
    texts = dict(all_marked(entry) for entry in entries(source) if entry["msgid"])
    # Of a date, only its letters' order is translated.
    texts |= {
        key: key.rsplit("\x04")[-1]
        for key in texts
        if re.fullmatch(r"[DjlFNYMHig:., ]+", key.rsplit("\x04")[-1])
    }
    (folder / "django.mo").write_bytes(compiled({"": header} | texts))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGE_CODE = "de"  # of who is not signed in


class Texts(HTMLParser):
    """What a person reads of a page, but for what somebody wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._within.append(tag)
        self.found += [text for name, text in attributes if name in READ and text and tag != "meta"]

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, text: str) -> None:
        # What is marked may be in parts: a link within a sentence.
        self.found.append("" if self._within else text)


def unmarked(page: str, known: Iterable[str]) -> set[str]:
    """The words of a page that nobody has asked a translation for."""
    parser = Texts()
    parser.feed(page)
    text = "\n".join(parser.found)
    for name in known:
        text = text.replace(name, "")
    before = ""
    while before != text:
        before, text = text, MARKED.sub("", text)
    return set(WORD.findall(text)) - NAMES


def words_of_django() -> set[str]:
    """What Django itself says in German: days, months, and what is wrong with a field."""
    folder = Path(django.__file__).parent
    said = set()
    for file in (folder / "conf", folder / "contrib/auth"):
        with (file / "locale/de/LC_MESSAGES/django.mo").open("rb") as compiled:
            catalogue: Any = GNUTranslations(compiled)
        said |= {word for text in catalogue._catalog.values() for word in WORD.findall(text)}
    return said


def test_every_text_of_a_page_can_be_translated(db: None, marked: None) -> None:
    world = Here()
    Trainer.objects.filter(pk=world.alice.trainer).update(language="de")
    probes = [it for it in reading.by_owner(PAGES, [], world.alice) if it.is_page]

    answers = trial.ask(world, probes)

    in_the_file = {"E-mail", "example.com"}
    notes = f" and {world.alice.needle}"
    written = {*world.alice.canaries, notes, *in_the_file, *available_timezones()}
    known = sorted(written, key=len, reverse=True)
    found = {
        probe.path: words
        for probe, told in zip(probes, answers, strict=True)
        if told.status == 200
        and "html" in told.headers
        and (words := unmarked(told.body, known) - words_of_django())
    }
    assert found == {}
    assert sum(told.status == 200 for told in answers) > 40


VALUES = (
    "type",
    "value",
    "min",
    "max",
    "step",
    "x",
    "y",
    "x1",
    "x2",
    "y1",
    "y2",
    "width",
    "height",
    "d",
    "viewbox",
)


class Attributes(HTMLParser):
    """What fields hold and where things are drawn."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        told = dict(attributes)
        if (
            told.get("type") == "text"
            or told.get("name") in {"csrfmiddlewaretoken", "form_key", "language", "initial-language"}
            or tag == "option"
        ):
            return
        if tag in {"input", "rect", "line", "path", "text", "svg"}:
            self.found.append(f"{tag} { {name: told.get(name) for name in VALUES} }")


def attributes(page: str) -> list[str]:
    parser = Attributes()
    parser.feed(page)
    return parser.found


def test_only_words_differ_between_languages(db: None) -> None:
    """A comma in a number, or a date the other way round, would be another value to browsers."""
    world = Here()
    probes = [it for it in reading.by_owner(PAGES, [], world.alice) if it.is_page]
    said = []
    for language in ("en", "de"):
        Trainer.objects.filter(pk=world.alice.trainer).update(language=language)
        said.append([attributes(told.body) for told in trial.ask(world, probes)])

    found = {
        probe.path: [(one, other) for one, other in zip(english, german, strict=False) if one != other]
        for probe, english, german in zip(probes, *said, strict=True)
        if english != german
    }
    assert found == {}
