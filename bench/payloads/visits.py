"""Goes to every page that links lead to."""

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from playwright.sync_api import Error

from bench.payloads.looking import Seen, Watcher, onward, pattern
from bench.payloads.some import Some


def crawl(
    watcher: Watcher, url: str, first: Sequence[str], texts: Sequence[str], of_a_kind: int, some: Some
) -> Iterator[Seen]:
    """The pages named, and from there so many of every kind of page that links lead to, or some of them."""
    coming = deque(url + path for path in first)
    known, kinds = set(coming), Counter(map(pattern, coming))
    while coming:
        address = coming.popleft()
        seen = visit(watcher, address, texts)
        yield seen
        for link in onward(seen, url):
            if link not in known and kinds[pattern(link)] < of_a_kind and is_page(link):
                known.add(link)
                kinds[pattern(link)] += 1
                coming.extend(some([link]))


def is_page(link: str) -> bool:
    return not any(part in link for part in ("/static/", "/sign-out/", "/logout/", "jsi18n", "/api/"))


def visit(watcher: Watcher, address: str, texts: Sequence[str]) -> Seen:
    try:
        answer = watcher.page.goto(address)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return Seen(pattern(address), [])  # no browser shows it
    if answer is None or answer.status >= 500:
        return Seen(address, [f"answered {answer and answer.status}"])
    is_html = "text/html" in (answer.headers.get("content-type") or "")
    return watcher.look(pattern(address), texts, as_text=is_html)


def searches(said: Sequence[str]) -> list[str]:
    """Addresses that say a payload again, or cannot be read."""
    words = [quote(text) for text in said]
    return [
        *(f"/clients/?status=all&q={word}" for word in words),
        *(f"/clients/{word}/" for word in words[:1]),
        *(f"/sessions/new/?client={word}&start={word}&repeats={word}&next={word}" for word in words[:2]),
        *(f"/sessions/quick/?line={word}" for word in words),
        *(f"/search/?q={word}" for word in words),
        *(f"/calendar/week/?place={word}&client={word}&type={word}" for word in words[:1]),
        *(f"/calendar/views/new/?view=week&query=place%3D{word}&next={word}" for word in words[:1]),
        *(f"/calendar/day/{word}/?next={word}" for word in words[:1]),
    ]


def searches_of_staff(said: Sequence[str]) -> list[str]:
    words = [quote(text) for text in said]
    return [
        f"/admin/{model}/?{name}={word}"
        for model in ("clients/client", "scheduling/session", "trainers/trainer", "trainers/user")
        for word in words[:1]
        for name in ("q", "status__exact")
    ]
