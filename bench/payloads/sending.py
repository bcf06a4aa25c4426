"""Goes to the pages that only forms lead to: conflicts, previews, refusals, messages."""

from collections.abc import Iterator, Sequence
from typing import Any

from playwright.sync_api import Error

from bench.payloads.looking import Seen, Watcher, pattern
from bench.payloads.some import Some
from bench.payloads.texts import cell

# Sends the form of the page with these fields in place of its own, past what the browser checks.
SEND = """([selector, action, fields]) => {
  const found = [...document.querySelectorAll("form")].find((it) => it.matches(selector));
  const form = action ? document.createElement("form") : found;
  if (action) {
    form.method = "post";
    form.action = action;
    form.append(found.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
    document.body.append(form);
  }
  for (const [name, value] of Object.entries(fields)) {
    for (const old of form.querySelectorAll(`[name="${name}"]`)) { old.remove(); }
    const input = document.createElement("textarea");
    input.name = name;
    input.value = value;
    form.append(input);
  }
  HTMLFormElement.prototype.submit.call(form);
}"""
PRODUCT, ADMIN = "form.card, main form[method=post]", "#content form[method=post]"


def send(watcher: Watcher, where: str, sent: Sequence[Any], texts: Sequence[str]) -> Seen:
    """The page that answers (which form, or to where instead, fields)."""
    page = watcher.page
    with page.expect_navigation() as navigation:
        page.evaluate(SEND, sent)
    seen = watcher.look(f"{where}: sent, {navigation.value.status}", texts)
    if navigation.value.status >= 500:
        seen.faults.append(f"answered {navigation.value.status}")
    return seen


def forms_of_trainer(
    watcher: Watcher, url: str, names: Any, texts: Sequence[str], some: Some
) -> Iterator[Seen]:
    """What only forms lead to: conflicts, previews, refusals, what was overtaken, messages."""
    session, occurrence = names["sessions"][0], names["occurrence"]
    day, free = names["day"], names["free"]
    taken = {"scheduled_start": f"{day}T11:00", "scheduled_end": f"{day}T12:00"}
    empty = {"scheduled_start": f"{free}T06:00", "scheduled_end": f"{free}T07:00"}
    backwards = {"scheduled_start": f"{free}T07:00", "scheduled_end": f"{free}T06:00"}
    valid = {"client": names["client"], "title": texts[names["title"]], "session_type": "personal"}
    weekly = {"cycle": "WEEKLY", "interval": "1", "ends": "after", "count": "3"}
    away = {"first_name": "Else", "initial-first_name": "Something", "last_name": "Else"}
    reach = {"title": "Other " + texts[names["title"]], "location": texts[0], "scope": "following"}
    newcomer = {"client": "", "new_first_name": texts[0], "new_email": texts[1]}
    sent: list[tuple[str, dict[str, str]]] = [
        ("/sessions/new/", {**valid, **taken}),
        ("/sessions/new/", {**valid, **backwards}),
        ("/sessions/new/", {**valid, **taken, **weekly}),
        ("/sessions/new/", {**valid, **empty, **weekly}),
        ("/sessions/new/", {**valid, **empty, **weekly, "step": "change"}),
        ("/sessions/new/", {**valid, **empty, **weekly, "step": "confirm"}),
        ("/sessions/new/", {**valid, **empty, "client": names["other"]}),
        (f"/sessions/{session}/edit/", {"title": "Mine", "initial-title": "Shown"}),
        (f"/sessions/{session}/edit/", {"notes": "Mine", "initial-notes": "Shown"}),
        (f"/sessions/{session}/edit/", {"client": "nobody"}),
        (f"/sessions/{session}/edit/", {"actual_start": f"{day}T12:00", "actual_end": f"{day}T11:00"}),
        (f"/sessions/{occurrence}/edit/", reach),
        (f"/sessions/{occurrence}/edit/", {**reach, "scope": "all", "client": names["other"]}),
        (f"/sessions/{occurrence}/cancel/", {"scope": "all"}),
        (f"/clients/{names['client']}/edit/", away),
        (f"/clients/{names['client']}/edit/", {"email": texts[0]}),
        (f"/series/{names['series'][0]}/edit/", {"title": "Other " + texts[0], "location": texts[1]}),
        (f"/series/{names['series'][1]}/edit/", {"title": "Mine", "initial-title": "Shown"}),
        (f"/series/{names['series'][3]}/edit/", {"start": f"{day}T11:00", "end": f"{day}T12:00"}),
        (f"/timelines/{names['timelines'][0]}/edit/", {"client": names["other"]}),
        (f"/timelines/{names['timelines'][0]}/edit/", {"name": "Mine", "initial-name": "Shown"}),
        (f"/timelines/{names['timelines'][0]}/edit/", {"name": "", "description": texts[0]}),
        (f"/timelines/{names['timelines'][1]}/add/", {"title": texts[0], "start": "never"}),
        ("/clients/new/", {"first_name": texts[0], "last_name": texts[1], "email": texts[2]}),
        ("/timelines/new/", {"name": texts[0], "client": texts[1], "description": texts[2]}),
        ("/sessions/new/", {**valid, **empty, **newcomer}),
        (f"/sessions/{session}/move/", {"start": f"{day}T09:00", "minutes": "240"}),
        (f"/sessions/{session}/move/", {"version": "0", "start": texts[0]}),
        (f"/sessions/{session}/notes/", {"notes": "Mine", "initial-notes": "Shown"}),
        (f"/calendar/views/{names['view']}/edit/", {"name": "Mine", "initial-name": "Shown"}),
        ("/calendar/views/new/", {"name": texts[0]}),
        ("/hours/time-off/new/", {"first": "never", "reason": texts[0]}),
        ("/hours/time-off/new/", {"first": free, "reason": texts[0]}),
        ("/clients/import/", {"text": f"Name,{cell(texts[0])}\n{cell(texts[1])},{cell(texts[2])}\n"}),
        ("/sessions/settle/", {"sessions": f"{names['sessions'][1]}.1", "outcome": "cancel"}),
        ("/sessions/settle/", {"sessions": f"{session}.1", "outcome": "cancel", "reason": texts[0]}),
        ("/changes/undo/", {}),
        ("/changes/redo/", {}),
        ("/changes/undo/", {}),
        # These do what they say: each leads to a message.
        (f"/sessions/{session}/no-show/", {}),
        (f"/sessions/{session}/reinstate/", {}),
        (f"/sessions/{session}/complete/", {}),
        (f"/sessions/{names['sessions'][5]}/cancel/", {}),
        (f"/sessions/{session}/edit/", {"location": "Elsewhere"}),
        (f"/series/{names['series'][2]}/remove/", {"step": "confirm"}),
        (f"/timelines/{names['timelines'][1]}/edit/", {"description": texts[0]}),
        (f"/timelines/{names['timelines'][1]}/remove/", {"step": "confirm"}),
        (f"/clients/{names['other']}/deactivate/", {}),
        (f"/clients/{names['inactive']}/reactivate/", {}),
    ]
    yield from sent_each(watcher, url, PRODUCT, some(sent), texts)


def forms_of_staff(
    watcher: Watcher, url: str, names: Any, texts: Sequence[str], some: Some
) -> Iterator[Seen]:
    """What only forms of the admin lead to."""
    ids, day = names["ids"], names["day"]
    sessions, clients = "/admin/scheduling/session/", "/admin/clients/client/"
    booked = {
        "trainer": str(ids["trainer"]),
        "client": str(ids["client"]),
        "title": texts[names["title"]],
        "session_type": "personal",
        "status": "scheduled",
        "scheduled_start": f"{day}T11:00",
        "scheduled_end": f"{day}T12:00",
    }
    chosen = {"_selected_action": str(ids["session"])}
    sent: list[tuple[str, dict[str, str]]] = [
        (f"{sessions}add/", booked),
        (f"{sessions}add/", {**booked, "scheduled_start": f"{day}T05:00", "scheduled_end": f"{day}T06:00"}),
        (f"{sessions}{ids['session']}/change/", {"title": "", "location": "Elsewhere"}),
        (f"{sessions}{ids['session']}/change/", {"title": "Mine", "initial-title": "Shown"}),
        (f"{sessions}{ids['session']}/change/", {"location": "Elsewhere"}),
        (sessions, {"action": "cancel_selected", **chosen}),
        (sessions, {"action": "delete_selected", **chosen}),
        (clients, {"action": "delete_selected", "_selected_action": str(ids["client"])}),
        (f"{clients}{ids['client']}/change/", {"email": texts[0]}),
        (f"{clients}{ids['client']}/change/", {"first_name": "Mine", "initial-first_name": "Shown"}),
        (f"/admin/trainers/trainer/{ids['trainer']}/change/", {"timezone": texts[0]}),
        (f"/admin/trainers/user/{ids['user']}/change/", {"email": texts[0]}),
        (f"/admin/trainers/user/{ids['user']}/change/", {"first_name": texts[0]}),
        ("/admin/trainers/user/", {"action": "delete_selected", "_selected_action": str(ids["user"])}),
        ("/admin/scheduling/timeline/", {"action": "delete_selected", "_selected_action": "1"}),
        ("/admin/scheduling/series/", {"action": "delete_selected", "_selected_action": "1"}),
    ]
    yield from sent_each(watcher, url, ADMIN, some(sent), texts)


def sent_each(
    watcher: Watcher, url: str, form: str, sent: Sequence[tuple[str, dict[str, str]]], texts: Sequence[str]
) -> Iterator[Seen]:
    for path, fields in sent:
        where = f"{pattern(url + path)} {','.join(fields)}"
        answer = watcher.page.goto(url + path)
        # GET does nothing there, or leads elsewhere.
        is_button = answer and (answer.status == 405 or answer.request.redirected_from is not None)
        if is_button:
            watcher.page.goto(url + "/clients/new/")
        try:
            yield send(watcher, where, [form, is_button and path, fields], texts)
        except Error as error:
            status = answer and answer.status
            yield Seen(where, [f"not sent (answered {status}): {error.message[:80]}"])


def strangers(watcher: Watcher, url: str, texts: Sequence[str]) -> Iterator[Seen]:
    """What who is not signed in is shown, and what says again what was sent."""
    for path, name in (
        ("/sign-in/", "username"),
        ("/password/reset/", "email"),
        ("/admin/login/", "username"),
    ):
        watcher.page.goto(url + path)
        yield send(watcher, path, ["form[method=post]", "", {name: texts[0], "password": texts[0]}], texts)
