"""The faults that bench.mutants seeds: what a tired developer might write, each in one line."""

from dataclasses import dataclass

BOOKING = "scheduling/domain/booking.py"
SESSION = "scheduling/models/session.py"
GUARD = "scheduling/models/guard.py"
FIELDS = "mectofitness/api/fields.py"
CRM = "mectofitness/api/crm/tests"
TIMELINE = "mectofitness/api/timeline/tests"
CALENDAR = "mectofitness/api/calendar/tests"
SCHEDULING = "scheduling/tests"


@dataclass(frozen=True)
class Fault:
    """In `path` the only `right` becomes `wrong`. Some of the `tests` must fail then; they are run first."""

    what: str
    path: str
    right: str
    wrong: str
    tests: tuple[str, ...]


FAULTS = [
    Fault(
        "no lock before what is checked is written",
        "mectofitness/settings.py",
        '"transaction_mode": "IMMEDIATE"',
        '"transaction_mode": "DEFERRED"',
        ("mectofitness/tests/test_database_settings.py",),
    ),
    Fault(
        "one session more than allowed",
        GUARD,
        "WHERE ({busiest}) >= (SELECT",
        "WHERE ({busiest}) > (SELECT",
        (f"{SCHEDULING}/test_guard.py",),
    ),
    Fault(
        "what ends when another begins is in its way",
        GUARD,
        "AND other.scheduled_end > NEW.scheduled_start",
        "AND other.scheduled_end >= NEW.scheduled_start",
        (f"{SCHEDULING}/test_guard.py",),
    ),
    Fault(
        "no-shows hold their time",
        SESSION,
        "HOLDING = (Status.SCHEDULED, Status.COMPLETED)",
        "HOLDING = (Status.SCHEDULED, Status.COMPLETED, Status.NO_SHOW)",
        (f"{SCHEDULING}/test_availability.py", f"{SCHEDULING}/test_booking.py"),
    ),
    Fault(
        "everybody's sessions are one's own",
        SESSION,
        "return self.filter(trainer=trainer)",
        "return self.all()",
        (f"{CRM}/test_session_list.py", f"{CRM}/test_strangers.py"),
    ),
    Fault(
        "everybody's objects by their id are one's own",
        "mectofitness/api/viewsets.py",
        "found = objects.filter(trainer=self.trainer, **key).first()",
        "found = objects.filter(**key).first()",
        (f"{CRM}/test_strangers.py",),
    ),
    Fault(
        "everybody's clients are one's own",
        "clients/models.py",
        "return self.filter(trainer=trainer)",
        "return self.all()",
        ("clients/tests/test_pages.py",),
    ),
    Fault(
        "a range has what begins at its end",
        SESSION,
        "scheduled_start__lt=end, scheduled_end__gt=start",
        "scheduled_start__lte=end, scheduled_end__gt=start",
        (f"{CALENDAR}/test_sessions.py", f"{SCHEDULING}/test_availability.py"),
    ),
    Fault(
        "a period leaves out what begins at its end",
        "mectofitness/api/crm/filters.py",
        "listing.LAST if start == end else listing.BEFORE",
        "listing.BEFORE",
        (f"{CRM}/test_session_list.py", f"{CRM}/test_statistics.py"),
    ),
    Fault(
        "times without an offset are UTC",
        FIELDS,
        "return wall_clock.to_instant(wall, zone, stored)",
        "return wall.replace(tzinfo=UTC)",
        (f"{CRM}/test_session_create.py", f"{CRM}/test_input_times.py"),
    ),
    Fault(
        "times are answered in UTC",
        FIELDS,
        "return instant.astimezone(zone).isoformat()[:19]",
        "return instant.isoformat()[:19]",
        (f"{CRM}/test_session_create.py", f"{CRM}/test_input_times.py"),
    ),
    Fault(
        "a time that the clocks skip is taken",
        "scheduling/domain/wall_clock.py",
        "    if is_skipped(wall, zone):",
        "    if False:",
        (f"{SCHEDULING}/test_wall_clock.py",),
    ),
    Fault(
        "of two equal times the second is taken",
        "scheduling/domain/wall_clock.py",
        "return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)",
        "return wall.replace(tzinfo=zone, fold=1).astimezone(UTC)",
        (f"{SCHEDULING}/test_wall_clock.py",),
    ),
    Fault(
        "fractions of a second are stored",
        BOOKING,
        "        value = wall_clock.to_the_second(value)\n",
        "",
        (f"{SCHEDULING}/test_booking.py",),
    ),
    Fault(
        "inactive clients are booked",
        BOOKING,
        'return "" if now.is_active else _(INACTIVE)',
        'return ""',
        (f"{SCHEDULING}/test_booking.py",),
    ),
    Fault(
        "another trainer's client is booked",
        BOOKING,
        "owner = session.trainer if new_client and not of_any else None",
        "owner = None",
        (f"{SCHEDULING}/test_booking.py",),
    ),
    Fault(
        "a series takes along what was changed by hand",
        "scheduling/domain/plans.py",
        "    if session.changed_by_hand:\n        return False",
        "    if session.changed_by_hand is None:\n        return False",
        (f"{SCHEDULING}/test_series_changes.py",),
    ),
    Fault(
        "a change of those that follow leaves out the first",
        "scheduling/domain/splitting.py",
        "series.sessions.filter(occurrence_on__gte=first)",
        "series.sessions.filter(occurrence_on__gt=first)",
        (f"{SCHEDULING}/test_series_changes.py", f"{CRM}/test_scopes.py"),
    ),
    Fault(
        "nine o'clock moves when the clocks change",
        "scheduling/domain/recurrence.py",
        "instant = wall_clock.or_next(wall, rule.zone)",
        "instant = wall.replace(tzinfo=rule.start.replace(tzinfo=rule.zone).astimezone().tzinfo)",
        (f"{SCHEDULING}/test_recurrence.py",),
    ),
    Fault(
        "cancelled sessions stay in the calendar",
        "scheduling/domain/listing.py",
        ".exclude(status=Session.Status.CANCELLED)",
        "",
        (f"{CALENDAR}/test_sessions.py", f"{CALENDAR}/test_contract.py"),
    ),
    Fault(
        "a slot that just fits is not offered",
        "scheduling/domain/availability.py",
        "if slot.end - slot.start >= duration]",
        "if slot.end - slot.start > duration]",
        (f"{CRM}/test_availability.py", f"{SCHEDULING}/test_availability.py"),
    ),
    Fault(
        "pages of any length",
        "mectofitness/api/paging.py",
        "MOST = 100",
        "MOST = 100_000",
        (f"{CRM}/test_session_list.py", f"{TIMELINE}/test_lists.py"),
    ),
    Fault(
        "pages of other sites write with our cookie",
        "mectofitness/api/authentication.py",
        'if site not in {"same-origin", "none"} or (origin is not None and origin not in own):',
        'if site == "nowhere":',
        (f"{CRM}/test_credentials.py", f"{CRM}/test_auth.py"),
    ),
    Fault(
        "a token outlives a change of password",
        "mectofitness/settings.py",
        '"CHECK_REVOKE_TOKEN": True',
        '"CHECK_REVOKE_TOKEN": False',
        (f"{CRM}/test_auth.py", f"{CRM}/test_credentials.py"),
    ),
    Fault(
        "any version will do",
        "trainers/versions.py",
        "if seen is not None and stored.version != seen:",
        "if seen is not None and stored.version < seen:",
        ("mectofitness/api/tests/test_versions.py", f"{SCHEDULING}/test_pages.py"),
    ),
    Fault(
        "a weak tag is as good as a strong one",
        "mectofitness/api/versions.py",
        "if f'\"{stored.version}\"' not in re.findall(TAG, demanded):",
        "if f'\"{stored.version}\"' not in demanded:",
        ("mectofitness/api/tests/test_versions.py",),
    ),
    Fault(
        "a key may be used for something else",
        "trainers/receipts.py",
        "if earlier and earlier.fingerprint != begun.fingerprint:",
        "if earlier and not earlier.fingerprint:",
        ("mectofitness/api/tests/test_retries.py", "trainers/tests/test_receipts.py"),
    ),
    Fault(
        "a key of one user's is everybody's",
        "trainers/receipts.py",
        '        user_id=Given("user", models.BigAutoField()),\n        key=',
        "        key=",
        ("mectofitness/api/tests/test_retries.py", "trainers/tests/test_receipts.py"),
    ),
    Fault(
        "stored text becomes code",
        "templates/scheduling/session.html",
        "<h1><bdi>{{ session.title }}</bdi></h1>",
        "<h1><bdi>{{ session.title|safe }}</bdi></h1>",
        (f"{SCHEDULING}/test_pages.py",),
    ),
    Fault(
        "Back shows what was there before signing out",
        "trainers/access.py",
        "    @never_cache\n    @login_required\n",
        "    @login_required\n",
        (f"{SCHEDULING}/test_pages.py", "trainers/tests"),
    ),
]
