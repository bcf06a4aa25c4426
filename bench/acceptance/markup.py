"""What a page says to who reads its markup: its forms, as a browser would send them, and what is wrong."""

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
WRONG = re.compile(r'<(ul|p|div) class="[^"]*(?:errorlist|errornote|error)[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
# What differs from run to run: uuids, and numbers that a database has given.
CHANGING = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<=/)\d+(?=/)")


@dataclass
class Form:
    """`fields` are (name, value) in the order of the page, as they stand there."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select: tuple[str, list[str]] | None = None
        self._textarea: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open is None:
            return
        elif tag == "input" and found.get("type") not in {"submit", "button", "image"}:
            if found.get("type") not in {"checkbox", "radio"} or "checked" in found:
                self._add(found.get("name", ""), found.get("value", ""))
        elif tag == "select":
            self._select = found.get("name", ""), []
        elif tag == "option" and self._select is not None:
            if "selected" in found or not self._select[1]:
                self._select[1][:] = [found.get("value", "")]
        elif tag == "textarea":
            self._textarea = found.get("name", ""), ""

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._textarea = self._textarea[0], self._textarea[1] + data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select" and self._select is not None:
            self._add(self._select[0], *self._select[1])
            self._select = None
        elif tag == "textarea" and self._textarea is not None:
            self._add(*self._textarea)
            self._textarea = None

    def _add(self, name: str, value: str = "") -> None:
        if self._open is not None and name and name != "csrfmiddlewaretoken":
            self._open.fields.append((name, value))


def forms(page: str) -> list[Form]:
    reader = _Reader()
    reader.feed(page)
    return reader.forms


def main_form(page: str) -> Form:
    """The one with the most fields that is posted: a page has others, to sign out or to search."""
    return max((form for form in forms(page) if form.method == "post"), key=lambda form: len(form.fields))


def gist(page: str) -> str:
    """The title and what is said to be wrong, without what differs from run to run."""
    said = TITLE.findall(page)[:1] + [found for _, found in WRONG.findall(page)]
    words = " | ".join(" ".join(unescape(TAG.sub(" ", part)).split()) for part in said)
    return CHANGING.sub("*", words)
