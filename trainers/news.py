"""What others did in a trainer's calendar is news, until the trainer has seen it in the list of changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BigAutoField, DateTimeField, Exists, OuterRef, Q, QuerySet

from trainers.models import Step, Trainer, User
from trainers.prepared import Given, Prepared, columns, instance

# What others did, for whom they did it for: a trainer may be away for some days.
KEPT_OF_OTHERS = timedelta(days=7)


def _with_news() -> QuerySet[Trainer, Any]:
    steps = Step.objects.filter(at__gt=Given("since", DateTimeField()))
    own = Exists(steps.filter(trainer=OuterRef("pk"), is_news=True))
    there = Exists(steps.filter(to=OuterRef("pk"), is_news_there=True))
    trainers = Trainer.objects.filter(user=Given("user", BigAutoField())).order_by()
    return trainers.annotate(has_news=own | there).values_list(*columns(Trainer), "has_news")


_find = Prepared(_with_news)


def trainer_with_news(user: User, now: datetime) -> Trainer | None:
    """The trainer whom the user is, who `has_news` or not: in one question, because every page asks both."""
    rows = _find(user=user.pk, since=now - KEPT_OF_OTHERS)
    if not rows:
        return None
    *values, has_news = rows[0]
    trainer = instance(Trainer, values)
    trainer.has_news = has_news  # type: ignore[attr-defined]
    return trainer


def note(step: Step) -> None:
    """Of a step just taken or turned, before it is stored: for whose eyes it is new."""
    hand = step.undone_by_id if step.is_undone else step.by_id
    step.is_news = hand is not None and hand != step.trainer.user_id
    step.is_news_there = step.to is not None and hand != step.to.user_id


def steps_about(trainer: Trainer) -> Q:
    """The trainer's own, and those that brought something from another trainer."""
    return Q(trainer=trainer) | Q(to=trainer)


def is_new(step: Step, trainer: Trainer) -> bool:
    return step.is_news if step.trainer_id == trainer.pk else step.is_news_there


def seen(steps: Iterable[Step], trainer: Trainer) -> None:
    """The trainer has them before their eyes."""
    new = [step.pk for step in steps if is_new(step, trainer)]
    if new:
        Step.objects.filter(pk__in=new, trainer=trainer).update(is_news=False)
        Step.objects.filter(pk__in=new, to=trainer).update(is_news_there=False)
