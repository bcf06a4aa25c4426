"""What a line of text is understood to book."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clients.models import Client
from scheduling.quick_line import read
from trainers.validators import EARLIEST, LATEST

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2027, 6, 8, 6, tzinfo=UTC)  # Tuesday, eight in the morning in Berlin
HOUR = timedelta(hours=1)
NAMES = [("Emma", "Wilson"), ("Noah", "Kim"), ("Noah", "Legrand"), ("Sun", "Li"), ("Zoë", "Öz")]
CLIENTS = [Client(first_name=first, last_name=last) for first, last in NAMES]
NOBODY = "With which client? None of your active clients is named here."
TODAY, TOMORROW = "Tue 8 June", "Wed 9 June"


def understood(line, now=NOW, clients=CLIENTS, zone=BERLIN):
    return read(line, clients, zone, HOUR, now)


def when(line, **how):
    """Wed 9 June 08:00-09:00, or what has to be answered."""
    reading = understood(line, **how)
    if reading.asks:
        return reading.asks
    start, end = (instant.astimezone(BERLIN) for instant in (reading.start, reading.end))
    year = f" {start.year}" if start.year != 2027 else ""
    return f"{start:%a} {start.day} {start:%B}{year} {start:%H:%M}-{end:%H:%M}"


def what(line):
    reading = understood(line)
    return reading.client and reading.client.name, reading.title, str(reading.session_type), reading.location


@pytest.mark.parametrize(
    ("line", "said", "is_about"),
    [
        ("Emma tomorrow 8am rehab 60", f"{TOMORROW} 08:00-09:00", ("Emma Wilson", "Rehab", "", "")),
        ("Fri 14:30-15:15 Noah Kim boxing", "Fri 11 June 14:30-15:15", ("Noah Kim", "Boxing", "", "")),
        (
            "Emma next Tuesday 18:00 90min online at Gym 2",
            "Tue 15 June 18:00-19:30",
            ("Emma Wilson", "", "online", "Gym 2"),
        ),
        ("8.6. 9 Emma", f"{TODAY} 09:00-10:00", ("Emma Wilson", "", "", "")),
        (
            "Rehab with Emma on Friday at 8pm for 1 h 30 min @ Gym 2",
            "Fri 11 June 20:00-21:30",
            ("Emma Wilson", "Rehab", "", "Gym 2"),
        ),
        (
            "Emma, Wednesday, 9, leg day, at Park",
            f"{TOMORROW} 09:00-10:00",
            ("Emma Wilson", "Leg day", "", "Park"),
        ),
        (
            "sun li sun 9 personal training",
            "Sun 13 June 09:00-10:00",
            ("Sun Li", "Personal training", "personal", ""),
        ),
        ("9 at Gym 2 zoe", f"{TODAY} 09:00-10:00", ("Zoë Öz", "", "", "Gym 2")),
        ("at Gym 2 tomorrow 9 ZOE", f"{TOMORROW} 09:00-10:00", ("Zoë Öz", "", "", "Gym 2")),
        ("noah l 9", f"{TODAY} 09:00-10:00", ("Noah Legrand", "", "", "")),
        ("Emma 9 leg", f"{TODAY} 09:00-10:00", ("Emma Wilson", "Leg", "", "")),
    ],
)
def test_line(line, said, is_about):
    assert when(line) == said
    assert what(line) == is_about


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("today", TODAY),
        ("tomorrow", TOMORROW),
        ("day after tomorrow", "Thu 10 June"),
        ("the day after tomorrow", "Thu 10 June"),
        ("yesterday", "Mon 7 June"),
        ("in 3 days", "Fri 11 June"),
        ("in 2 weeks", "Tue 22 June"),
        ("in two weeks", "Tue 22 June"),
        ("in a week", "Tue 15 June"),
        ("in One day", TOMORROW),
        ("in twelve days", "Sun 20 June"),
        ("in zwei Wochen", "Tue 22 June"),
        ("in einer Woche", "Tue 15 June"),
        ("in fünf Tagen", "Sun 13 June"),
        ("in 3 Tagen", "Fri 11 June"),
        ("tue", TODAY),
        ("this Tuesday", TODAY),
        ("next Tuesday", "Tue 15 June"),
        ("Mon", "Mon 14 June"),
        ("next Monday", "Mon 14 June"),
        ("next week Thu", "Thu 17 June"),
        ("Thursday next week", "Thu 17 June"),
        ("8 June", TODAY),
        ("June 9", TOMORROW),
        ("9th of June", TOMORROW),
        ("9th", TOMORROW),
        ("7th", "Wed 7 July"),
        ("9. Jun", TOMORROW),
        ("9 June 2027", TOMORROW),
        ("Sept 1", "Wed 1 September"),
        ("9.6.", TOMORROW),
        ("9. 6.", TOMORROW),
        ("9.6", TOMORROW),
        ("9.6.2027", TOMORROW),
        ("9.6.27", TOMORROW),
        ("14.06", "Mon 14 June"),
        ("2027-06-09", TOMORROW),
        ("13/6", "Sun 13 June"),
        ("6/13", "Sun 13 June"),
        ("6/6", "Sun 6 June"),
        ("13/6/2028", "Tue 13 June 2028"),
        ("7 June", "Mon 7 June"),
        ("1 May", "Mon 1 May 2028"),
        ("29 Feb", "Tue 29 February 2028"),
        ("Wed 9 June", TOMORROW),
    ],
)
def test_days(day, said):
    assert when(f"Emma {day} 10:00") == f"{said} 10:00-11:00"


@pytest.mark.parametrize(
    ("times", "said"),
    [
        ("9", "09:00-10:00"),
        ("at 9", "09:00-10:00"),
        ("9am", "09:00-10:00"),
        ("9 am", "09:00-10:00"),
        ("8:30 pm", "20:30-21:30"),
        ("12am", "00:00-01:00"),
        ("12 pm", "12:00-13:00"),
        ("14:30", "14:30-15:30"),
        ("14.30", "14:30-15:30"),
        ("noon", "12:00-13:00"),
        ("midnight", "00:00-01:00"),
        ("5", "17:00-18:00"),
        ("05:00", "05:00-06:00"),
        ("8-9", "08:00-09:00"),
        ("8 to 9:30", "08:00-09:30"),
        ("from 8 until 9", "08:00-09:00"),
        ("14:30 - 15:15", "14:30-15:15"),
        ("14:30\u201315:15", "14:30-15:15"),
        ("2-3pm", "14:00-15:00"),
        ("11-1pm", "11:00-13:00"),
        ("11-1", "11:00-13:00"),
        ("9am-noon", "09:00-12:00"),
        ("22:00-6:00", "22:00-06:00"),
        ("22:00-midnight", "22:00-00:00"),
        ("9 60", "09:00-10:00"),
        ("90 9", "09:00-10:30"),
        ("9 for 45", "09:00-09:45"),
        ("9 45min", "09:00-09:45"),
        ("9 45 min", "09:00-09:45"),
        ("9 1h", "09:00-10:00"),
        ("9 1h30", "09:00-10:30"),
        ("9 1 h 30 min", "09:00-10:30"),
        ("9 1.5h", "09:00-10:30"),
        ("9 1,5 hours", "09:00-10:30"),
        ("9 half an hour", "09:00-09:30"),
        ("9 for an hour", "09:00-10:00"),
        ("9 for two hours", "09:00-11:00"),
        ("9 for one hour", "09:00-10:00"),
        ("9 for ten minutes", "09:00-09:10"),
        ("9 for one and a half hours", "09:00-10:30"),
        ("9 for an hour and a half", "09:00-10:30"),
        ("9 eine halbe Stunde", "09:00-09:30"),
        ("9 halbe Stunde", "09:00-09:30"),
        ("9 anderthalb Stunden", "09:00-10:30"),
        ("9 zwei Stunden", "09:00-11:00"),
        ("9 eine Stunde", "09:00-10:00"),
        ("at nine", "09:00-10:00"),
        ("nine o'clock", "09:00-10:00"),
        ("eight pm", "20:00-21:00"),
        ("from eight to nine", "08:00-09:00"),
        ("8 to nine", "08:00-09:00"),
        ("um acht", "08:00-09:00"),
        ("acht Uhr", "08:00-09:00"),
        ("ein Uhr", "01:00-02:00"),
        ("von acht bis neun", "08:00-09:00"),
        ("9:00-10:30 90min", "09:00-10:30"),
        ("12h", "12:00-13:00"),
        ("9h30", "09:30-10:30"),
        ("at 14h", "14:00-15:00"),
        ("12h 30", "12:00-12:30"),
        ("60 12h", "12:00-13:00"),
        ("9h 45min", "09:00-09:45"),
        ("18h 1h30", "18:00-19:30"),
        ("9h-10h30", "09:00-10:30"),
        ("9h bis 10h30", "09:00-10:30"),
        ("9 12h", "09:00-21:00"),
        ("12h 9:00", "09:00-21:00"),
        ("half past four", "16:30-17:30"),
        ("half past 9", "09:30-10:30"),
        ("halb fünf", "16:30-17:30"),
        ("um halb zehn 45", "09:30-10:15"),
        ("halb eins", "12:30-13:30"),
        ("halb neun bis zehn Uhr", "08:30-10:00"),
    ],
)
def test_times_and_lengths(times, said):
    assert when(f"Emma tomorrow {times}") == f"{TOMORROW} {said}"


def test_a_time_that_is_over_today_is_the_next_day_or_week():
    assert when("Emma 7") == f"{TOMORROW} 07:00-08:00"
    assert when("Emma Tue 7") == "Tue 15 June 07:00-08:00"
    assert when("Emma today 7") == f"{TODAY} 07:00-08:00"


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("", (NOBODY, "At what time?")),
        ("tomorrow 8am", (NOBODY,)),
        ("Emma tomorrow", ("At what time?",)),
        ("Emma tomorrow 1h30", ("At what time?",)),
        ("Noah 9", ("Which of your clients is meant?",)),
        ("Emma 6/8 9", ("6/8 can be 6 August or 8 June. Write the month as a word.",)),
        ("Emma 31.6. 9", ("There is no such day as 31.6.",)),
        ("Emma 2027-02-29 9:00", ("There is no such day as 2027-02-29.",)),
        ("Emma 2100-01-01 9:00", ("Write a date from 1970 to 2099.",)),
        ("Emma 25:00", ("There is no such time as 25:00.",)),
        ("Emma 13pm", ("There is no such time as 13pm.",)),
        ("Emma 9:00 10:00", ("There is a time already.",)),
        ("Emma Thu 11 June 9", ("11 June 2027 is a Friday.",)),
        ("Emma 11 June 12 June 9", ("There are two days. Which one is it?",)),
        ("Emma 9-10 90min", ("The length and the end do not agree.",)),
        ("Emma tomorrow 8 1500min", ("A session in one line lasts from a minute to a day.",)),
        ("Emma 31.12.2099 23:30 120", ("Write a date from 1970 to 2099.",)),
        (
            "Emma 28.3.2027 02:30",
            ("2027-03-28 02:30 does not exist in Europe/Berlin: the clocks go forward then.",),
        ),
    ],
)
def test_what_has_to_be_answered(line, asks):
    assert understood(line).asks == asks


def test_the_first_of_a_time_that_comes_twice_is_meant():
    reading = understood("Emma 31.10.2027 02:30 60")

    assert reading.start == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert reading.end - reading.start == HOUR


def test_candidates_are_all_who_may_be_meant():
    assert [each.name for each in understood("Noah 9").candidates] == ["Noah Kim", "Noah Legrand"]


def test_whole_names_come_before_beginnings():
    clients = [Client(first_name=name, last_name="Li") for name in ("Emmanuel", "Emma")]

    assert understood("emma 9", clients=clients).client == clients[1]


def test_words_are_told_apart():
    parts = understood("Emma tomorrow 8am leg day 60 at Gym 2").parts

    assert [(part.kind, part.text) for part in parts] == [
        ("client", "Emma"),
        ("day", "tomorrow"),
        ("time", "8am"),
        ("title", "leg day"),
        ("length", "60"),
        ("place", "at Gym 2"),
    ]


def test_another_usual_length_leaves_what_the_line_says():
    short = timedelta(minutes=45)

    assert [
        (reading.end - reading.start)
        for line in ("Emma 9", "Emma 9-10", "Emma 9 60")
        if (reading := understood(line).lasting(short))
    ] == [short, HOUR, HOUR]


ZONES = st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
MENTIONED = """
    Emma Noah Sun next this week Tuesday tue 8 8.6. 6/8 31.2. 2099-12-31 1970-01-01 9999-01-01 29 Feb June 99
    at @ for with to - 25:00 24:00 00:00 8am 13pm 8-9 9-8 22:00-6 -- 60 1h 1.5h 99h 0 00 in 999 days weeks
    noon midnight online 1h30 99h99 half an hour \u00b2 \u0663 \x00 \ud800
"""
WORDS = st.sampled_from(MENTIONED.split())


@given(
    line=st.one_of(st.text(), st.lists(WORDS, max_size=12).map(" ".join)),
    zone=ZONES.map(ZoneInfo),
    now=st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC)),
    minutes=st.integers(5, 1440),
)
def test_whatever_is_typed_has_a_reading_within_the_years_that_are_kept(line, zone, now, minutes):
    reading = read(line, CLIENTS, zone, timedelta(minutes=minutes), now)

    assert (reading.start is None) <= (not reading.is_complete)
    if reading.end:
        assert EARLIEST <= reading.start < reading.end < LATEST


DAYS = st.sampled_from(
    [
        "{:%Y-%m-%d}",
        "{0.day} {0:%B} {0.year}",
        "{0:%b} {0.day}, {0.year}",
        "{0.day}.{0.month}.{0.year}",
        "{0:%a} {0.day} {0:%b} {0.year}",
    ]
)
LENGTHS = st.sampled_from(["{} min", "for {}min", "{}m", "{}"])
TITLES = st.text("bcdfghjkquvwxy", min_size=3, max_size=12).filter(
    lambda title: not any(name.casefold().startswith(title) for pair in NAMES for name in pair)
)


@given(
    client=st.sampled_from(CLIENTS),
    day=st.dates(date(1971, 1, 1), date(2099, 12, 30)),
    day_format=DAYS,
    start=st.integers(6, 21).map("{:02}:15".format),
    minutes=st.integers(10, 1440),
    length_format=LENGTHS,
    session_type=st.sampled_from(["", "online", "group", "assessment"]),
    place=st.sampled_from(["", "Gym 2", "Main Street 14"]),
    title=TITLES,
)
def test_what_is_written_out_is_read_again(
    client, day, day_format, start, minutes, length_format, session_type, place, title
):
    written = [client.name, day_format.format(day), start, length_format.format(minutes), session_type, title]
    line = " ".join(filter(None, [*written, place and f"at {place}"]))

    reading = understood(line)

    assert reading.asks == ()
    assert reading.client == client
    assert f"{reading.start.astimezone(BERLIN):%Y-%m-%d %H:%M}" == f"{day} {start}"
    assert reading.end - reading.start == timedelta(minutes=minutes)
    assert (reading.session_type, reading.location) == (session_type, place)
    assert reading.title == title.capitalize()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Emma morgen 10:30 Yoga", f"{TOMORROW} 10:30-11:30"),
        ("Emma übermorgen um 18 Uhr", "Thu 10 June 18:00-19:00"),
        ("Emma heute 9 bis 10 Uhr", f"{TODAY} 09:00-10:00"),
        ("Emma am Donnerstag 10 Uhr 90 Minuten", "Thu 10 June 10:00-11:30"),
        ("Emma nächsten Dienstag 10uhr", "Tue 15 June 10:00-11:00"),
        ("Emma 3. Dezember 9:00", "Fri 3 December 09:00-10:00"),
        ("Emma 8. März 2028 mittag", "Wed 8 March 2028 12:00-13:00"),
    ],
)
def test_in_german(line, said):
    assert when(line) == said


def test_german_title_is_what_is_left():
    assert what("Yoga mit Emma am Dienstag um 10:30") == ("Emma Wilson", "Yoga", "", "")


IN_FORM = "A line books one session. In the form it repeats, and you see all dates before they are booked."


@pytest.mark.parametrize(
    ("words", "cycle", "interval", "weekday"),
    [
        ("every friday", "WEEKLY", 1, 4),
        ("every two weeks friday", "WEEKLY", 2, 4),
        ("friday every 2 weeks", "WEEKLY", 2, 4),
        ("every other friday", "WEEKLY", 2, 4),
        ("every 2nd friday", "WEEKLY", 2, 4),
        ("every third week on friday", "WEEKLY", 3, 4),
        ("fortnightly friday", "WEEKLY", 2, 4),
        ("biweekly", "WEEKLY", 2, 1),
        ("weekly on friday", "WEEKLY", 1, 4),
        ("every week", "WEEKLY", 1, 1),
        ("every one week", "WEEKLY", 1, 1),
        ("daily", "DAILY", 1, 1),
        ("every day", "DAILY", 1, 1),
        ("every other day", "DAILY", 2, 1),
        ("every 10 days", "DAILY", 10, 1),
        ("friday monthly", "MONTHLY", 1, 4),
        ("every month", "MONTHLY", 1, 1),
        ("every three months", "MONTHLY", 3, 1),
        ("yearly", "YEARLY", 1, 1),
        ("every year", "YEARLY", 1, 1),
        ("jeden Freitag", "WEEKLY", 1, 4),
        ("jeden zweiten Freitag", "WEEKLY", 2, 4),
        ("jeden 2. Freitag", "WEEKLY", 2, 4),
        ("alle zwei Wochen Freitag", "WEEKLY", 2, 4),
        ("alle 2 Wochen am Freitag", "WEEKLY", 2, 4),
        ("alle 14 Tage", "DAILY", 14, 1),
        ("14-tägig", "WEEKLY", 2, 1),
        ("wöchentlich Freitag", "WEEKLY", 1, 4),
        ("jede Woche", "WEEKLY", 1, 1),
        ("täglich", "DAILY", 1, 1),
        ("monatlich", "MONTHLY", 1, 1),
        ("jedes Jahr", "YEARLY", 1, 1),
    ],
)
def test_what_repeats_is_read_and_not_booked_in_a_line(words, cycle, interval, weekday):
    reading = understood(f"Emma {words} 18:00 boxing")

    start = reading.start.astimezone(BERLIN)
    assert (reading.repeats, start.hour, start.weekday()) == ((cycle, interval), 18, weekday)
    assert (reading.title, reading.asks) == ("Boxing", (IN_FORM,))


@pytest.mark.parametrize(
    "words", ["every", "each now and then", "every 0 weeks", "jeden Werktag", "every weekday"]
)
def test_what_repeats_otherwise_is_said_not_to_be_understood(words):
    reading = understood(f"Emma {words} 18:00 boxing")

    assert reading.repeats.cycle == ""
    assert reading.asks == ("A line books one session. Leave this word out, or let it repeat in the form.",)


@pytest.mark.parametrize(
    "title",
    ["One to one", "Two arm row", "Yoga for two", "Twice a day", "Alle Muskeln", "Zwei", "Five rounds"],
)
def test_number_of_a_title_stays_a_word(title):
    reading = understood(f"Emma tomorrow 10:00 {title}")

    assert (reading.title, reading.asks) == (title, ())
    assert reading.start == datetime(2027, 6, 9, 8, tzinfo=UTC)


def test_only_inactive_clients_are_named():
    former = [Client(first_name="Kim", last_name=last, status="inactive") for last in ("Off", "Out")]

    reading = understood("Kim tomorrow 8am rehab", clients=[*CLIENTS[:1], *former])

    assert [each.last_name for each in reading.inactive] == ["Off", "Out"]
    assert (reading.client, reading.candidates, reading.title) == (None, (), "Rehab")
    assert reading.asks == (
        "Only inactive clients are called like that. Bring the one who is meant back first.",
    )
    assert reading.start == datetime(2027, 6, 9, 6, tzinfo=UTC)
