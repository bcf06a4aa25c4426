"""What a trainer does on a page is one step, which is said when it is done, with a button to undo it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from scheduling.domain.steps import taking
from scheduling.wording import plain
from trainers.access import TrainerRequest, stand_in
from trainers.models import Step


@dataclass
class Doing:
    """`words` say what was done, as soon as it is; `then` is a link to what may come next."""

    words: SafeString = field(default_factory=SafeString)
    then: SafeString = field(default_factory=SafeString)


@contextmanager
def doing(
    request: TrainerRequest,
    now: datetime,
    *,
    goes_on: bool = False,
    quietly: bool = False,
) -> Iterator[Doing]:
    """What the domain does inside, in one call, is a step of the asker's; `quietly`, without a message.

    `goes_on` as in taking().
    """
    done = Doing()
    with taking(request.trainer, now, goes_on=goes_on, by=stand_in(request)) as step:
        yield done
        step.words = plain(done.words)
    if quietly:
        return
    # The page shows a button with the message, which posts to its `extra_tags`.
    said = format_html("{} {}", done.words, done.then) if done.then else done.words
    messages.success(request, said, extra_tags=address(step) if step.pk else "")


def address(step: Step) -> str:
    """Where the step is turned: undone, or done again."""
    return reverse("step-redo" if step.is_undone else "step-undo", args=[step.uuid])


def wants_json(request: TrainerRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
