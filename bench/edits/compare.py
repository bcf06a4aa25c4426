"""Runs a sequence of edits on the product and on the plain model, and says where they part."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bench.edits.calendar import HOLDING
from bench.edits.dice import Dice, Edit
from bench.edits.plain import Plain
from bench.edits.product import NO_PLACE, Product, Stored

# Of what is compared of a session: (series, client, day, start, end, title, status, notes).
START, END, STATUS = 3, 4, 6


@dataclass
class Sequence:
    """`divergence` is empty as long as the two agree; `log` says what was done."""

    name: str
    log: list[str] = field(default_factory=list)
    divergence: str = ""
    outcomes: list[str] = field(default_factory=list)


def run(seed: int, number: int, edits: int) -> Sequence:
    dice = Dice(f"{seed}/{number}")
    now, parallel = dice.first_now(), dice.parallel()
    model = Plain(now, parallel, NO_PLACE)
    product = Product(f"trainer-{seed}-{number}", now, parallel)
    sequence = Sequence(f"--seed {seed} --first {number} --sequences 1")
    first = dice.create(model)
    assert first
    for step in range(edits + 1):
        edit = dice.edit(model) if step else first
        _compare(sequence, edit, model, product)
        if sequence.divergence:
            break
        model.now = product.now = dice.later(model.now)
    return sequence


def _compare(sequence: Sequence, edit: Edit, model: Plain, product: Product) -> None:
    kind, arguments = edit
    kept, before = _kept(model), product.definitions()
    said = _said(arguments, model)
    place = _wanted_place(model, edit)
    expected = model.attempt(kind, arguments)
    try:
        outcome = product.attempt(kind, arguments)
    except Exception as error:
        outcome = f"{type(error).__name__}: {error}"
    sequence.log.append(f"{model.now:%Y-%m-%d %H:%M} {kind} {said}: {outcome}")
    sequence.outcomes.append(f"{kind} {outcome}")
    after = product.rows()
    sequence.divergence = (
        (f"the model says {expected}" if outcome != expected else "")
        or (
            "a refused edit changed a series" if outcome != "done" and before != product.definitions() else ""
        )
        or _difference(model, after)
        or _overlap(list(after.values()), model.parallel)
        or _lost(kept, after, edit)
        or (_missed(place, edit, after) if outcome == "done" else "")
    )


def _said(arguments: dict[str, Any], model: Plain) -> str:
    """The arguments, and the session that they name, as it is before."""
    target = [_short(_values(row)) for row in model.rows if row.pk == arguments.get("pk")]
    return " of ".join([_short(arguments), *target])


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name}={_short(each)}" for name, each in value.items())
    if isinstance(value, tuple):
        return f"({', '.join(map(_short, value))})"
    return f"{value:%Y-%m-%dT%H:%MZ}" if isinstance(value, datetime) else str(value)


def _difference(model: Plain, stored: dict[int, Stored]) -> str:
    """What is stored against what should be; new rows of the model learn their primary keys."""
    known = {row.pk: row for row in model.rows if row.pk is not None}
    lines = [
        f"  - {_short(_values(row))} (pk {pk})" for pk, row in known.items() if stored.get(pk) != _values(row)
    ]
    lines += [
        f"  + {_short(stored[pk])} (pk {pk})"
        for pk, row in known.items()
        if pk in stored and stored[pk] != _values(row)
    ]
    new_rows = sorted((row for row in model.rows if row.pk is None), key=lambda row: _order(_values(row)))
    new_keys = sorted(stored.keys() - known.keys(), key=lambda pk: _order(stored[pk]))
    expected, found = [_values(row) for row in new_rows], [stored[pk] for pk in new_keys]
    lines += [f"  - {_short(values)} (new)" for values in expected if values not in found]
    lines += [f"  + {_short(values)} (new)" for values in found if values not in expected]
    if lines or len(expected) != len(found):
        return "\n".join(["expected (-) and stored (+) differ:", *lines[:12], f"  {len(lines)} lines"])
    for row, pk in zip(new_rows, new_keys, strict=True):
        row.pk = pk
    return ""


def _values(row: Any) -> Stored:
    return (row.routine, row.client, row.on, row.start, row.end, row.title, row.status, row.notes)


def _order(values: Stored) -> tuple[str, ...]:
    return tuple(map(str, values))


def _kept(model: Plain) -> dict[int | None, Stored]:
    """What no change of a series may touch, but for who has it and the day it stands for."""
    return {row.pk: _values(row)[3:] for row in model.rows if row.on and not model.is_free(row)}


def _lost(kept: dict[int | None, Stored], after: dict[int, Stored], edit: Edit) -> str:
    """An exception that a change of its series did not leave alone."""
    kind, arguments = edit
    if kind not in {"change", "change_from"}:
        return ""
    for pk, values in kept.items():
        if pk is None or pk == arguments.get("pk"):
            continue
        once = pk in after and after[pk][2] is None  # all that is left of its series: it follows that
        if not once and (pk not in after or after[pk][3:] != values):
            return f"an exception was lost: {values} (pk {pk}) is {after.get(pk)}"
    return ""


def _wanted_place(model: Plain, edit: Edit) -> tuple[datetime, datetime] | None:
    """When the session itself must take place after it was changed with others."""
    kind, arguments = edit
    if kind != "change_from":
        return None
    row, changes = model.row(arguments["pk"]), arguments["changes"]
    if not model.is_to_come(row):
        return None
    return changes.get("start", row.start), changes.get("end", row.end)


def _differs(before: list[Stored], after: list[Stored]) -> str:
    return "" if before == after else "a refused edit changed a series"


def _missed(place: tuple[datetime, datetime] | None, edit: Edit, after: dict[int, Stored]) -> str:
    if place is None:
        return ""
    row = after.get(edit[1]["pk"])
    if row and (row[START], row[END], row[STATUS]) == (*place, "scheduled"):
        return ""
    return f"the session itself is not at {_short(place)} but {_short(row)}"


def _overlap(rows: list[Stored], parallel: int) -> str:
    """An instant at which there is too much."""
    holding = [row for row in rows if row[STATUS] in HOLDING]
    changes = sorted([(row[START], 1) for row in holding] + [(row[END], -1) for row in holding])
    at_once = 0
    for moment, change in changes:
        at_once += change
        if at_once > parallel:
            return f"too many at once at {_short(moment)}"
    return ""
