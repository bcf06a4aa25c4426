"""One calendar as the three dialects tell it, and where they do not agree."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bench.acceptance.world import Actor
from bench.edits.rules import Rule, occurrences, period

CRM, CALENDAR, TIMELINE = "/api/v1/sessions", "/api/calendar", "/api/timeline"
ZONE = ZoneInfo("Europe/Berlin")
# {id: uuid} of the trainer's clients, and {None: None}.
Clients = dict[int | None, str | None]
STATUSES = ("scheduled", "completed", "cancelled", "no-show")


@dataclass(frozen=True)
class Row:
    """A session; times on the trainer's clock (naive). `uuid` is "" where the calendar does not list it."""

    id: int
    uuid: str
    title: str
    start: datetime
    end: datetime
    status: str
    kind: str
    client: str | None
    description: str

    @property
    def told(self) -> tuple[Any, ...]:
        """What both the CRM and the calendar say."""
        return self.start, self.end, self.title, self.client, self.description


@dataclass
class Reading:
    """`wrong` is where the dialects differ."""

    now: datetime
    rows: list[Row]
    series: list[dict[str, Any]]
    wrong: list[str] = field(default_factory=list)


@dataclass
class Memory:
    """What was done by hand: it is no longer as its series says. By the id of the series."""

    days: dict[str, set[date]] = field(default_factory=dict)
    names: dict[str, set[str]] = field(default_factory=dict)
    ids: set[int] = field(default_factory=set)
    uuids: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Span:
    """Local days, the last included."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time.min)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time.min)

    @property
    def query(self) -> str:
        return f"start_date={self.first}&end_date={self.last}"


def local(text: str) -> datetime:
    """A time with an offset, on the trainer's clock."""
    return datetime.fromisoformat(text).astimezone(ZONE).replace(tzinfo=None)


def utc(wall: datetime) -> str:
    return f"{wall.replace(tzinfo=ZONE).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def read(actor: Actor, clients: Clients, span: Span, memory: Memory, day: date) -> Reading:
    """Ask all three; `day` is the one whose free times are asked for."""
    now = datetime.now(ZONE).replace(tzinfo=None)
    rows, in_calendar = list(_in_crm(actor, clients, span)), list(_in_calendar(actor, span))
    reading = Reading(now, _joined(rows, in_calendar, memory), list(_on_timelines(actor)))
    told = Counter(row.told for row in rows if row.status != "cancelled")
    shown = Counter(told for _, told in in_calendar)
    reading.wrong += [f"only in the CRM: {each}" for each in (told - shown).elements()]
    reading.wrong += [f"only in the calendar: {each}" for each in (shown - told).elements()]
    reading.wrong += _wrong_ids(reading.rows, memory)
    for series in reading.series:
        reading.wrong += _wrong_series(series, reading, span, memory)
    reading.wrong += _wrong_counts(actor.get(f"{CRM}/stats?{span.query}").data, reading)
    reading.wrong += _wrong_day(actor.get(f"{CRM}/availability?date={day}").data, reading, day)
    return reading


def _in_crm(actor: Actor, clients: Clients, span: Span) -> Iterator[Row]:
    page, pages = 1, 1
    while page <= pages:
        query = f"{span.query}&sort_order=asc&per_page=100&page={page}"
        data = actor.get(f"{CRM}?{query}").data
        for each in data["sessions"]:
            yield Row(
                id=each["id"],
                uuid="",
                title=each["title"],
                start=datetime.fromisoformat(each["scheduled_start"]),
                end=datetime.fromisoformat(each["scheduled_end"]),
                status=each["status"],
                kind=each["session_type"],
                client=clients[each["client_id"]],
                description=each["description"] or "",
            )
        page, pages = page + 1, data["pagination"]["total_pages"]


def _in_calendar(actor: Actor, span: Span) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """(uuid, what Row.told is) of those that start within the span."""
    asked = {"start_range": utc(span.start), "end_range": utc(span.end)}
    for each in actor.post(f"{CALENDAR}/sessions/trainer/{actor.uuid}", asked).json:
        start, end = local(each["start_date"]), local(each["end_date"])
        if start >= span.start:
            yield each["id"], (start, end, each["session_type"], each["client_id"], each["description"])


def _on_timelines(actor: Actor) -> Iterator[dict[str, Any]]:
    skip, count = 0, 1
    while skip < count:
        answer = actor.get(f"{TIMELINE}/sessions?skip={skip}&take=100").json
        yield from answer["data"]
        skip, count = skip + 100, answer["meta"]["meta"]["count"]


def _joined(rows: list[Row], in_calendar: list[tuple[str, tuple[Any, ...]]], memory: Memory) -> list[Row]:
    """The rows with their uuids, where only one can be meant; one that was known is remembered."""
    often = Counter(told for _, told in in_calendar)
    uuids = {told: uuid for uuid, told in in_calendar if often[told] == 1}
    found = []
    for row in rows:
        uuid = uuids.get(row.told, "") if row.status != "cancelled" else memory.uuids.get(row.id, "")
        found.append(replace(row, uuid=uuid))
    return found


def _wrong_ids(rows: list[Row], memory: Memory) -> Iterator[str]:
    for row in rows:
        if row.uuid and memory.uuids.setdefault(row.id, row.uuid) != row.uuid:
            yield f"{row} had the uuid {memory.uuids[row.id]}"


def _wrong_series(series: dict[str, Any], reading: Reading, span: Span, memory: Memory) -> Iterator[str]:
    memory.names.setdefault(series["id"], set()).add(series["name"])
    if not series["startDateTime"]:
        if any(row.title == series["name"] for row in reading.rows if row.id not in memory.ids):
            yield f"a placeholder is on the calendar: {series}"
    elif series["type"] == "ONE_TIME":
        start, end = local(series["startDateTime"]), local(series["endDateTime"])
        wanted = series["name"], start, end, series["description"] or ""
        found = {(row.title, row.start, row.end, row.description) for row in reading.rows}
        if span.start <= start < span.end and wanted not in found:
            yield f"not on the calendar: {series}"
    else:
        yield from _wrong_rule(series, reading, span, memory)


def _wrong_rule(series: dict[str, Any], reading: Reading, span: Span, memory: Memory) -> Iterator[str]:
    """What is to come by the rule, but in the periods for which something else stands."""
    cycle, names = series["repeatCycleType"], memory.names[series["id"]]
    settled = [row for row in reading.rows if row.start < reading.now or row.status != "scheduled"]
    days = memory.days.get(series["id"], set()) | {row.start.date() for row in settled if row.title in names}
    stood_for = {period(cycle, day) for day in days}
    expected = {
        (found.start.astimezone(ZONE).replace(tzinfo=None), found.end.astimezone(ZONE).replace(tzinfo=None))
        for found in occurrences(_rule(series))
        if period(cycle, found.wall.date()) not in stood_for
    }
    expected = {(start, end) for start, end in expected if max(reading.now, span.start) <= start < span.end}
    stored = {
        (row.start, row.end)
        for row in reading.rows
        if row.title == series["name"] and row not in settled and row.id not in memory.ids
        if period(cycle, row.start.date()) not in stood_for
    }
    if expected != stored:
        yield f"missing {sorted(expected - stored)}, too many {sorted(stored - expected)} of {series}"


def _rule(series: dict[str, Any]) -> Rule:
    start, end = local(series["startDateTime"]), local(series["endDateTime"])
    until = series.get("repeatUntil")
    return Rule(
        series["repeatCycleType"],
        series.get("repeatInterval", 1),
        start,
        end - start,
        until and local(until),
        series.get("repeatCount"),
        ZONE.key,
    )


def _wrong_counts(stats: dict[str, Any], reading: Reading) -> Iterator[str]:
    rows = reading.rows
    counted = {status: sum(row.status == status for row in rows) for status in STATUSES}
    by_type = Counter(row.kind for row in rows)
    upcoming = sum(row.status == "scheduled" and row.start >= reading.now for row in rows)
    found = {name: number for name, number in stats["by_type"].items() if number}
    told = stats["total_sessions"], stats["by_status"], found, stats["upcoming_sessions"]
    if told != (len(rows), counted, dict(by_type), upcoming):
        yield f"statistics {stats}, counted {counted} {by_type} {upcoming}"


def _wrong_day(data: dict[str, Any], reading: Reading, day: date) -> Iterator[str]:
    start = datetime.combine(day, time.min)
    end = start + timedelta(days=1)
    held = [row for row in reading.rows if row.status in {"scheduled", "completed"}]
    expected = sorted((row.start, row.end, row.title) for row in held if row.start < end and row.end > start)
    found = sorted(
        (datetime.fromisoformat(each["start"]), datetime.fromisoformat(each["end"]), each["title"])
        for each in data["booked_sessions"]
    )
    if found != expected:
        yield f"booked on {day}: {found}, expected {expected}"
