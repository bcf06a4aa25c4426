"""A form makes one thing however often it is sent: a double click, Enter held down, Back and save again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone

from trainers import receipts
from trainers.models import Receipt, User
from trainers.receipts import Spent

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)

# The hidden field of a form that makes something; templatetags/form_key.py writes it.
FIELD = "form_key"
# What says which button was pressed, and who sends it, rather than what was typed.
NOT_TYPED = {"csrfmiddlewaretoken", "step", "slot"}


def sent_once(
    view: Callable[Concatenate[R, P], HttpResponseBase],
) -> Callable[Concatenate[R, P], HttpResponseBase]:
    """Lead a form that was saved already to where it led then; the view of a signed-in user.

    A form without a key, of a script or an old page, is answered as ever.
    """

    @wraps(view)
    def guarded(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not key_of(request):
            return view(request, *args, **kwargs)
        begun = _begin(request)
        try:
            with transaction.atomic():
                if earlier := receipts.find(begun, wait=True):
                    return HttpResponseRedirect(earlier.headers["Location"])
                return _kept(begun, view(request, *args, **kwargs))
        except Spent as spent:
            return _ask(request, spent.earlier)

    return guarded


def key_of(request: HttpRequest) -> str:
    """The key that a form was sent with; empty for none, or what no form of ours is shown with."""
    key = request.POST.get(FIELD, "")
    return key if receipts.KEY.fullmatch(key) else ""


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of all that was typed, and the form's key, for a page that sends it on."""
    sent = ((name, values) for name, values in request.POST.lists() if name not in NOT_TYPED)
    return [(name, str(value)) for name, values in sent for value in values]


def _begin(request: HttpRequest) -> Receipt:
    asked = [pair for pair in typed(request) if pair[0] != FIELD]
    return Receipt(
        user=cast(User, request.user),
        key=key_of(request),
        fingerprint=receipts.fingerprint("form", request.path, asked),
        created_at=timezone.now(),
    )


def _kept(begun: Receipt, response: HttpResponseBase) -> HttpResponseBase:
    """A redirect says that it is done; a page, that there is something to look at before."""
    if isinstance(response, HttpResponseRedirect):
        receipts.keep(begun, response.status_code, {"Location": response.url}, "")
    return response


def _ask(request: HttpRequest, earlier: Receipt) -> HttpResponse:
    """The form was saved, and something else was typed since: whether that is one more is not ours to say."""
    # A password is not shown to anybody again, so its form will ask for it.
    again = [(name, value) for name, value in typed(request) if name != FIELD and "password" not in name]
    context = {"saved": earlier.headers["Location"], "typed": again}
    return render(request, "trainers/saved_already.html", context, status=422)
