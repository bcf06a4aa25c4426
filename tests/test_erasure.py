"""After an erasure no table has a trace: a canary in every text, looked for in every column there is."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import connection, models
from django.utils.encoding import force_str

from clients.importing import uploads
from clients.models import Client, Upload
from clients.tests.factories import ClientFactory
from scheduling.domain import booking, erasure, saved_views, series, steps, timelines
from scheduling.models import SavedView, Series, Session, Timeline
from trainers import receipts
from trainers.models import Receipt, Step, Trainer
from trainers.tests.factories import UserFactory

CANARY = "canary"
WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)


def texts(model: type[models.Model]) -> dict[str, str]:
    """A canary for every column that takes a text."""
    columns = [
        it for it in model._meta.concrete_fields if isinstance(it, models.CharField | models.TextField)
    ]
    return {it.name: written(it) for it in columns if not it.choices and it.name != "timezone"}


def written(field: models.Field) -> str:
    if isinstance(field, models.EmailField):
        return f"{CANARY}@example.com"
    return "+49 555 0123 777" if "phone" in field.name else f"{CANARY} {field.name}"


def hits() -> Iterator[str]:
    """table.column of each value with a canary, whatever its type, in every table of the database."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [
                column.name for column in connection.introspection.get_table_description(cursor, table)
            ]
            quoted = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {quoted} FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for name, value in zip(columns, row, strict=True):
                    told = force_str(value, errors="replace").casefold()
                    if CANARY in told or "555 0123 777" in told:
                        yield f"{table}.{name}"


@pytest.fixture
def canary(alice: Trainer) -> Any:
    told = {"date_of_birth": "1990-02-03", "height": 171, "weight": 61, "fitness_level": "beginner"}
    return ClientFactory(trainer=alice, membership_until="2028-01-01", **texts(Client), **told)


@pytest.fixture
def everything(canary: Any, now: datetime) -> None:
    """Of whatever refers to a client, with a step, a history and a line in the admin's log of each."""
    alice = canary.trainer
    with steps.taking(alice, now) as step:
        timeline = timelines.create(alice, {**texts(Timeline), "client": canary}, now=now)
        rule = {"start": now + WEEK, "cycle": "WEEKLY", "timeline": timeline}
        weekly = series.create(alice, {**texts(Series), **rule}, now=now)
        for day in (-7, 1):
            start = now + timedelta(days=day)
            times = {"scheduled_start": start, "scheduled_end": start + HOUR, "status": "completed"}
            session = booking.book(alice, {**texts(Session), **times, "client": canary}, now=now)
        step.words = f"Booked for {CANARY}"
    gone = booking.book(alice, {**texts(Session), **times, "status": "cancelled", "client": canary}, now=now)
    booking.remove(gone, now=now)
    for row in (canary, timeline, weekly, session, gone):
        log(row)


def log(row: models.Model) -> None:
    message = [{"added": {"name": "note", "object": CANARY}}]
    pk = row.pk or Session.history.filter(history_type="-").first().id
    rows = [type(row)(pk=pk, **texts(type(row)))]
    who: Any = UserFactory()
    LogEntry.objects.log_actions(who.pk, rows, CHANGE, message)


@pytest.fixture
def beside(canary: Any, now: datetime) -> None:
    """What holds copies: answers, lists of clients, views of the calendar."""
    alice = canary.trainer
    staff: Any = UserFactory()
    for user, key, headers, answer in (
        (alice.user, "api", {"ETag": '"1"'}, f'{{"title": "{CANARY}"}}'),
        (alice.user, "form", {"Location": f"/sessions/?q={CANARY}"}, ""),
        (staff, "admin", {"Location": f"/admin/clients/client/?q={CANARY}"}, ""),
    ):
        receipt = Receipt(user=user, key=key, fingerprint=key, created_at=now)
        receipts.keep(receipt, 201, headers, answer)
    line = f"{canary.first_name},{canary.last_name},{canary.email}"
    refused = [
        {"number": 2, "name": canary.name, "detail": canary.email, "errors": []},
        {
            "number": 3,
            "name": "",
            "detail": "",
            "errors": [],
            "cells": line.split(",")[:1],
            "beyond": line.split(",")[1:2],
        },
    ]
    Upload.objects.create(trainer=alice, created_at=now, text=f"First,Last,E-mail\n{line}\n")
    result = {"counts": {"refused": 1}, "refused": refused}
    begun = {"asked": {"c0": "client"}, "rows": 2, "done": 1, "result": result}
    text = f"Client,Title\n{canary.name},{CANARY}\n"
    Upload.objects.create(trainer=alice, kind="sessions", created_at=now, text=text, **begun)
    Upload.objects.create(
        trainer=alice, created_at=now, result={"counts": {"refused": 1}, "refused": refused}
    )
    place = texts(Session)["location"].replace(" ", "+")
    for name, query in ((f"{CANARY} 1", f"client={canary.uuid}"), (f"{CANARY} 2", f"place={place}")):
        saved_views.keep(alice, name, "week", query)


def test_erasure_leaves_no_trace_in_any_column(canary: Any, everything: Any, beside: Any, now: Any) -> None:
    assert len(set(hits())) > 50  # or nothing was looked at

    erasure.erase(canary, now=now)

    assert sorted(set(hits())) == []


def test_canary_was_in_every_table_that_may_tell_of_a_client(
    canary: Any, everything: Any, beside: Any
) -> None:
    found = {place.partition(".")[0] for place in hits()}

    kinds = [Client, Timeline, Series, Session, Step, Receipt, Upload, LogEntry, SavedView]
    records = [kind.history.model for kind in (Client, Timeline, Series, Session, SavedView)]
    assert found == {kind._meta.db_table for kind in (*kinds, *records)}


def test_whatever_belongs_to_a_client_is_emptied() -> None:
    """Whoever adds a model that refers to one of these says what is kept of it."""
    referring = {it.related_model for model in erasure.KEPT for it in model._meta.related_objects}

    assert {model for model in referring if not hasattr(model, "history_object")} <= set(erasure.KEPT)


def test_erasure_leaves_nothing_but_what_is_named(canary: Any, everything: Any, now: Any) -> None:
    """Nor a measure, a day of birth or another number that tells of somebody."""
    erasure.erase(canary, now=now)

    fresh = ClientFactory.build(trainer=canary.trainer, phone="")
    canary.refresh_from_db()
    for row in (canary, *canary.history.all()):
        told = {field.name: getattr(row, field.name) for field in type(canary)._meta.concrete_fields
                if hasattr(row, field.name)}  # fmt: skip
        left = {name for name, value in told.items() if value != getattr(fresh, name)}
        assert left <= erasure.KEPT[Client] | {"first_name", "last_name", "email"}


def test_retry_of_what_was_erased_is_told_so(canary: Any, beside: Any, now: Any) -> None:
    erasure.erase(canary, now=now)

    again = Receipt(user=canary.trainer.user, key="api", fingerprint="api", created_at=now)
    found = receipts.find(again, wait=False)
    assert found is not None
    assert (found.status, found.answer) == (receipts.GONE, "")


@pytest.mark.parametrize(
    "row",
    ["Bella Boxer,bella@example.com", "Nobody,my-canary@example.com", "Nobody,canary@example.com.au"],
)
def test_list_of_somebody_else_is_kept(canary: Any, alice: Any, now: Any, row: str) -> None:
    kept = uploads.keep(alice, f"Name,E-mail\n{row}\n", now=now)

    erasure.erase(canary, now=now)

    assert uploads.find(alice, kept.uuid, now=now) is not None


@pytest.mark.parametrize(
    "row",
    [
        *("Emma;Wilson;", '"Wilson, Emma";', "EMMA WILSON;", "Em;W;EMMA@example.com"),
        *("EMMA;tall;wilson", " Wilson ;Emma;", "Bo;Lee;bo@example.com;PT Emma  Wilson"),
    ],
)
def test_list_with_them_in_it_is_forgotten(emma: Any, alice: Any, now: Any, row: str) -> None:
    kept = uploads.keep(alice, f"First;Last;E-mail\n{row}\n", now=now)

    erasure.erase(emma, now=now)

    assert uploads.find(alice, kept.uuid, now=now) is None


def test_list_without_names_of_columns_with_them_in_its_first_row_is_forgotten(
    emma: Any, alice: Any, now: Any
) -> None:
    kept = uploads.keep(alice, "Emma;2027-06-09 10:00;Wilson\nBo;2027-06-09 11:00;Lee\n", now=now)

    erasure.erase(emma, now=now)

    assert uploads.find(alice, kept.uuid, now=now) is None


def test_views_of_others_are_kept(canary: Any, everything: Any, alice: Any, now: Any) -> None:
    other: Any = ClientFactory(trainer=alice)
    start = now - WEEK - timedelta(days=1)
    times = {"scheduled_start": start, "scheduled_end": start + HOUR}
    booking.book(alice, {"client": other, "title": "Boxing", "location": "Gym", **times}, now=now)
    Session.objects.filter(client=canary).update(location="Gym")
    for query in (f"client={other.uuid}", "place=Gym", "status=cancelled"):
        saved_views.keep(alice, query[:20], "week", query)

    erasure.erase(canary, now=now)

    assert SavedView.objects.count() == 3


def test_admin_log_of_others_is_kept(canary: Any, alice: Any, now: Any) -> None:
    other: Any = ClientFactory(trainer=alice)
    LogEntry.objects.log_actions(alice.user.pk, [other], ADDITION, "Added.")

    erasure.erase(canary, now=now)

    assert LogEntry.objects.get().object_repr == other.name
