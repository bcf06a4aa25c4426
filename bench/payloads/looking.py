"""Looks at a page in the browser: what ran, what was refused, who was called, what stands there as text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Dialog, Error, Page

from bench.payloads.texts import payloads_in

# In every frame, before anything of the page.
WATCH = """
window.__violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
}, true);
"""
# Addresses are not texts: there a payload is encoded. They must not be code.
LOOK = """() => {
  const ADDRESSES = new Set(["href", "src", "action", "formaction", "xlink:href", "data", "srcdoc"]);
  const texts = [document.documentElement.textContent], codes = [];
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (!ADDRESSES.has(name)) { texts.push(value); }
      else if (/^\\s*(javascript|data|vbscript):/i.test(value) || name === "srcdoc") { codes.push(value); }
      if (name.startsWith("on")) { codes.push(`${name}=${value}`); }
    }
    if (element instanceof HTMLInputElement && element.type !== "hidden") { texts.push(element.value); }
    if (element instanceof HTMLTextAreaElement) { texts.push(element.value); }
  }
  // In a chart the href of a link is an object.
  const links = [...document.querySelectorAll("a[href]")]
    .map(({ href }) => typeof href === "string" ? href : new URL(href.baseVal, document.baseURI).href);
  return { text: texts.join("\\n\\n"), codes, links, ran: window.__xss, violations: window.__violations };
}"""

# So many filters in one address are told apart.
MOST_NAMED = 2


@dataclass
class Seen:
    """`fields` are the numbers of those whose text stands on the page, with so many `payloads` in all."""

    where: str
    faults: list[str]
    fields: set[int] = field(default_factory=set)
    payloads: int = 0
    links: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.faults


@dataclass
class Watcher:
    """A browser tab in which nothing of what is stored may come alive."""

    page: Page
    host: str
    _noticed: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, context: BrowserContext, url: str) -> "Watcher":
        context.add_init_script(WATCH)
        watcher = cls(context.new_page(), urlsplit(url).netloc)
        watcher.page.on("dialog", watcher._dialog)
        watcher.page.on("console", lambda said: watcher._console(said.text))
        watcher.page.on("request", lambda request: watcher._request(request.url))
        watcher.page.on("pageerror", lambda error: watcher._noticed.append(f"script failed: {error}"))
        return watcher

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type == "beforeunload":  # of the product's own: what was typed is not saved
            dialog.accept()
            return
        self._noticed.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused to" in text:
            self._noticed.append(f"console: {text[:200]}")

    def _request(self, url: str) -> None:
        if urlsplit(url).netloc not in {self.host, ""}:
            self._noticed.append(f"called {url}")

    def look(self, where: str, texts: Sequence[str], *, as_text: bool = True) -> Seen:
        """At the page that is there now. `texts` are the payloads by the number of their field."""
        # What a payload started in a frame or by an event has happened by then.
        try:
            found = self.page.evaluate(LOOK)
        except Error as error:  # it left for elsewhere by itself
            faults, self._noticed = self._noticed, []
            return Seen(where, [*faults, f"could not be looked at: {error.message[:80]}"])
        faults = [*self._noticed, *(f"policy: {it}" for it in found["violations"] or [])]
        faults += [f"code in an address: {code[:100]}" for code in found["codes"]]
        if found["ran"] is not None:
            faults.append("it ran")
        if len(self.page.frames) > 1:  # no page of ours has one
            faults.append("a frame came with it")
        self._noticed.clear()
        fields, torn = (set(), set()) if not as_text else read(found["text"], texts)
        faults += [f"torn: {texts[number]!r}" for number in sorted(torn)]
        payloads = sum(payloads_in(texts[number]) for number in fields)
        return Seen(where, faults, fields, payloads, found["links"])


def read(text: str, texts: Sequence[str]) -> tuple[set[int], set[int]]:
    """The fields whose mark is in the text, and those of whose payload something is missing before it.

    What an excerpt leaves out is not missing: "…" says so, which is read as three dots.
    """
    text, fields, torn = as_read(text), set(), set()
    for found in re.finditer(r"~k(\d\d)~", text):
        number = int(found[1])
        fields.add(number)
        payload, before = as_read(texts[number]), text[: found.end()]
        if not (before.endswith(payload) or payload.endswith(before.rpartition("...")[2])):
            torn.add(number)
    return fields, torn


def as_read(text: str) -> str:
    """With single spaces, as what stands in a list of choices; in the letters that a user name is kept in."""
    return " ".join(normalize("NFKC", text).split())


def pattern(url: str) -> str:
    """What addresses of one kind of page have in common."""
    parts = urlsplit(url)
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "U", parts.path)
    path = re.sub(r"\d{4}-\d\d-\d\d", "D", path)
    path = re.sub(r"/\d+(?=/|$)", "/N", path)
    names = {pair.split("=")[0] for pair in parts.query.split("&")} - {"", "next", "_changelist_filters"}
    # The filters of a list can be put together in thousands of ways.
    said = "..." if path.startswith("/admin/") or len(names) > MOST_NAMED else ",".join(sorted(names))
    return f"{path}?{said}" if names else path


def onward(seen: Seen, url: str) -> Iterator[str]:
    """The addresses of ours that the page leads to."""
    for link in seen.links:
        parts = urlsplit(link)
        if f"{parts.scheme}://{parts.netloc}" == url:
            yield parts._replace(fragment="").geturl()
