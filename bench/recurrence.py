"""Random rules against an oracle: dateutil, given the zone itself, where ours is given the wall clock.

python -m bench.recurrence --rules 10000 --seed 1
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import django
from dateutil import rrule, tz

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mectofitness.settings")
django.setup()  # the rules know the cycles of the models, which cannot be read before

from bench.tally import Tally, report  # noqa: E402
from scheduling.domain.recurrence import Cycle, Rule, occurrences  # noqa: E402

SHORT = 2_000

ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Cairo",
    "America/Santiago",
    "America/Havana",
    "Pacific/Chatham",
    "Antarctica/Troll",
]
FIRST, LAST = datetime(2026, 1, 1), datetime(2028, 12, 31)
LONGEST = 14 * 24 * 60


def random_rule(dice: random.Random) -> Rule:
    """Half of them within the small hours, where clocks change."""
    day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days))
    minute = dice.randrange(4 * 60) if dice.random() < 0.5 else dice.randrange(24 * 60)
    end = dice.choice(["never", "until", "count"])
    return Rule(
        cycle=dice.choice(list(Cycle)),
        start=day + timedelta(minutes=minute),
        duration=timedelta(minutes=dice.choice([15, 60, 90, 8 * 60, dice.randrange(1, LONGEST)])),
        zone=ZoneInfo(dice.choice(ZONES)),
        interval=dice.choice([1, 1, 1, 2, 3, 5]),
        until=day + timedelta(days=dice.randrange(800)) if end == "until" else None,
        count=dice.randrange(1, 60) if end == "count" else None,
    )


def expected(rule: Rule, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """By dateutil alone, from the first session on, without leaving any out."""
    zone = tz.gettz(rule.zone.key)
    walls = rrule.rrule(
        getattr(rrule, rule.cycle),
        dtstart=rule.start.replace(tzinfo=zone),
        interval=rule.interval,
        until=rule.until and rule.until.replace(tzinfo=zone),
        count=rule.count,
    )
    for wall in walls:
        instant = tz.resolve_imaginary(wall).astimezone(UTC)
        if instant - timedelta(days=2) >= end:
            return
        if instant < end and instant + rule.duration > start:
            yield instant, instant + rule.duration


def compare(rule: Rule, dice: random.Random) -> tuple[bool, int]:
    """Whether the two agree within a random span of 2026 to 2028, and on how many sessions."""
    start = (FIRST + timedelta(minutes=dice.randrange(1000 * 24 * 60))).replace(tzinfo=UTC)
    end = start + timedelta(minutes=dice.randrange(1, 120 * 24 * 60))
    ours = [(found.start, found.end) for found in occurrences(rule, start, end)]
    return ours == list(expected(rule, start, end)), len(ours)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rules", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--short", action="store_true", help=f"{SHORT} rules")
    options = parser.parse_args()
    rules = SHORT if options.short else options.rules
    dice, since = random.Random(options.seed), time.perf_counter()
    mismatches = sessions = 0
    for _ in range(rules):
        rule = random_rule(dice)
        agree, compared = compare(rule, dice)
        sessions += compared
        if not agree:
            mismatches += 1
            print(rule)
    print(f"{sessions} sessions compared, {time.perf_counter() - since:.1f} s")
    what = "random rules as the oracle has them"
    return report(Tally("P9", "both", what, rules, rules - mismatches, options.seed))


if __name__ == "__main__":
    sys.exit(main())
