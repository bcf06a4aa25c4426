"""The trainers of the demo with their working hours and time off, and their clients."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from clients.domain import enrol
from clients.models import Client
from scheduling.demo import texts
from scheduling.domain import wall_clock
from trainers.domain import hire
from trainers.models import TimeOff, Trainer, User, Weekday, WorkingHours

STAFF = "staff"
RESPELLED: dict[str | int, str | int | None] = {
    "ø": "o",
    "ı": "i",  # noqa: RUF001
    "ł": "l",
    "ß": "ss",
    "ä": "ae",
    "ö": "oe",
    "ü": "ue",
}
# {weekday: hours from - to}; the break at noon and the free days are part of what there is to see.
ALL_DAY = [(time(7), time(12)), (time(13), time(19))]
EARLY = [(time(6), time(11)), (time(12), time(20))]
ANNAS_WEEK = {0: ALL_DAY, 1: ALL_DAY, 3: ALL_DAY, 4: ALL_DAY, 5: [(time(9), time(13))]}
BENS_WEEK = {1: EARLY, 2: EARLY, 3: EARLY, 4: EARLY, 5: [(time(8), time(14))]}


@dataclass(frozen=True)
class Profile:
    """A trainer of the demo."""

    username: str
    full_name: str
    timezone: str
    week: dict[int, list[tuple[time, time]]]
    parallel_sessions: int = 1


PROFILES = [
    Profile("anna", "Anna Lindqvist", "Europe/Berlin", ANNAS_WEEK),
    Profile("ben", "Ben Okafor", "America/New_York", BENS_WEEK, parallel_sessions=4),
    Profile("chiara", "Chiara Romano", "Europe/Rome", ANNAS_WEEK),
    Profile("daniel", "Daniel Park", "America/Los_Angeles", BENS_WEEK, parallel_sessions=3),
    Profile("emi", "Emi Watanabe", "Asia/Tokyo", ANNAS_WEEK),
    Profile("farid", "Farid Mansour", "Africa/Cairo", BENS_WEEK),
]


def profiles(count: int) -> list[Profile]:
    """The first so many trainers; after those with a story come numbered ones like them."""
    more = (numbered(PROFILES[index % len(PROFILES)], index) for index in range(len(PROFILES), count))
    return [*PROFILES, *more][:count]


def numbered(like: Profile, index: int) -> Profile:
    first_name, last_name = texts.NAMES[index * 5 % len(texts.NAMES)]
    return Profile(
        f"{like.username}{index + 1}",
        f"{first_name} {last_name}",
        like.timezone,
        like.week,
        like.parallel_sessions,
    )


def password(username: str) -> str:
    """No secret: printed after seeding, and in the README."""
    return f"demo-{username}"


def new_uuid(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def hire_staff(joined: datetime) -> User:
    return User.objects.create_superuser(STAFF, "staff@example.com", password(STAFF), date_joined=joined)


def hire_trainer(profile: Profile, random: Random, today: date) -> Trainer:
    """The trainer with working hours, a holiday in two weeks and an afternoon off in this one."""
    zone = ZoneInfo(profile.timezone)
    user = User(username=profile.username, date_joined=wall_clock.day(today - timedelta(days=200), zone)[0])
    trainer = hire(
        user,
        {"email": f"{profile.username}@example.com", "password": password(profile.username)},
        {
            "uuid": new_uuid(random),
            "full_name": profile.full_name,
            "timezone": profile.timezone,
            "parallel_sessions": profile.parallel_sessions,
        },
    )
    WorkingHours.objects.bulk_create(
        WorkingHours(trainer=trainer, weekday=Weekday(weekday), starts_at=starts_at, ends_at=ends_at)
        for weekday, hours in profile.week.items()
        for starts_at, ends_at in hours
    )
    TimeOff.objects.bulk_create(time_off(trainer, random, today - timedelta(days=today.weekday())))
    return trainer


def time_off(trainer: Trainer, random: Random, monday: date) -> list[TimeOff]:
    holiday, weekday = monday + timedelta(days=14 + 3), random.choice([1, 3, 4])
    afternoon = datetime.combine(monday + timedelta(days=weekday), time(14))
    return [
        TimeOff(
            trainer=trainer,
            start=wall_clock.or_next(afternoon, trainer.zone),
            end=wall_clock.or_next(afternoon + timedelta(hours=5), trainer.zone),
            reason=random.choice(["Dentist", "First aid course", "School play"]),
        ),
        TimeOff(
            trainer=trainer,
            start=wall_clock.day(holiday, trainer.zone)[0],
            end=wall_clock.day(holiday + timedelta(days=3), trainer.zone)[1],
            reason="Long weekend away",
        ),
    ]


def enrol_clients(trainer: Trainer, count: int, random: Random, today: date) -> list[Client]:
    """So many clients, no two of one name as long as there are names."""
    names = random.sample(texts.NAMES, len(texts.NAMES))
    first_names = [first for first, _ in names]
    last_names = [last for _, last in names]
    clients = []
    for index in range(count):
        round_, place = divmod(index, len(names))
        # In a second round the first names meet other last names.
        name = first_names[place], last_names[(place + round_) % len(names)]
        clients.append(enrol(trainer, client_values(trainer, name, index, random, today)))
    return clients


def client_values(
    trainer: Trainer, name: tuple[str, str], index: int, random: Random, today: date
) -> dict[str, object]:
    number = f"{index // len(texts.NAMES) ** 2 or ''}"
    return {
        "uuid": new_uuid(random),
        "created_at": wall_clock.day(today - timedelta(days=came_days_ago(index)), trainer.zone)[0],
        "first_name": name[0],
        "last_name": name[1],
        "email": f"{ascii_only(name[0])}.{ascii_only(name[1])}{number}@example.com",
        "phone": phone(trainer, random),
        "date_of_birth": date(random.randint(1952, 2006), random.randint(1, 12), random.randint(1, 28)),
        "emergency_contact_name": (
            f"{random.choice(texts.NAMES)[0]} {name[1]} ({random.choice(texts.RELATIONS)})"
        ),
        "emergency_contact_phone": phone(trainer, random),
        "fitness_goal": random.choice(texts.GOALS),
        "fitness_level": random.choice(Client.FitnessLevel.values),
        "medical_conditions": sometimes(random, texts.CONDITIONS, 0.4),
        "notes": sometimes(random, texts.CLIENT_NOTES, 0.6),
        **measures(trainer, random),
        **membership(random, today),
    }


def came_days_ago(index: int) -> int:
    """One after the other in the last half year, the last ones only now."""
    return max(180 - 16 * index, index % 5 + 1)


def membership(random: Random, today: date) -> dict[str, object]:
    """Most have one; of some it has run out."""
    until = today + timedelta(days=random.randint(-20, 300))
    bought = sometimes(random, texts.MEMBERSHIPS, 0.8)
    return {"membership": bought, "membership_until": until if bought else None}


def measures(trainer: Trainer, random: Random) -> dict[str, object]:
    centimetres, kilograms = random.randint(152, 197), random.randint(50, 104)
    if trainer.timezone.startswith("America/"):
        inches, pounds = Decimal(round(centimetres / 2.54)), Decimal(round(kilograms * 2.205))
        return {"height": inches, "height_unit": "in", "weight": pounds, "weight_unit": "lb"}
    return {"height": Decimal(centimetres), "weight": Decimal(kilograms)}


def phone(trainer: Trainer, random: Random) -> str:
    """A number out of those that are kept free for films."""
    if trainer.timezone.startswith("America/"):
        return f"+1-212-555-01{random.randint(0, 99):02}"
    return f"+49 30 23125 {random.randint(0, 999):03}"


def sometimes(random: Random, choices: list[str], chance: float) -> str:
    return random.choice(choices) if random.random() < chance else ""


def ascii_only(name: str) -> str:
    """A name as people write it into an e-mail address."""
    respelled = name.lower().translate(str.maketrans(RESPELLED))
    decomposed = unicodedata.normalize("NFKD", respelled)
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha())
