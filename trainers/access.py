"""Who may see the pages: a signed-in user with a trainer profile, on that trainer's clock.

Or one of the staff who works as a trainer: then `request.user` is who really does it, `request.trainer` whose
pages they are, and `request.working_as` the same trainer, for the bar that says so.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from trainers import impersonation
from trainers.clocks import on_clock_of
from trainers.models import Trainer, User
from trainers.news import trainer_with_news
from trainers.recording import SUPPORT, through
from trainers.staff import NO_STAFF_STATUS, lacks_staff_status
from trainers.versions import Overtaken

P = ParamSpec("P")


class TrainerRequest(HttpRequest):
    """A request of a signed-in trainer, or of who works as one."""

    trainer: Trainer
    working_as: Trainer | None


def trainer_required(
    view: Callable[Concatenate[TrainerRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let only trainers in; sets `request.trainer`, their time zone, clock and language.

    Nothing a trainer has seen is kept by the browser: after signing out, Back must show none of it.
    """

    @gzip_page  # with random padding, so that its length tells nothing of what is in it
    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        trainer = trainer_of(request)
        if trainer is None:
            return no_calendar(request)
        own = cast(TrainerRequest, request)
        own.trainer = trainer
        # Until the end of the request: a page that is not there says so in it, too.
        translation.activate(trainer.language)
        with on_clock_of(trainer), _door_of(own):
            try:
                response = view(own, *args, **kwargs)
            except Overtaken:
                # Somebody was quicker by a moment. Looked at again, the form shows what they did, be it of
                # the trainer's own.
                own.trainer = Trainer.objects.filter(pk=trainer.pk).first() or trainer
                response = view(own, *args, **kwargs)
            # What is left to be rendered later would be rendered on another clock.
            response = response.render() if isinstance(response, TemplateResponse) else response
        # A page of another trainer, open in the same browser, does not take it in: static/js/whose.js.
        response.headers["X-Trainer"] = str(trainer.uuid)
        return response

    return guarded


def _door_of(request: TrainerRequest) -> AbstractContextManager[None]:
    """What staff do for the trainer is recorded as that; what trainers do, as ever."""
    return through(SUPPORT) if stand_in(request) else nullcontext()


def trainer_of(request: HttpRequest) -> Trainer | None:
    """The trainer as whom the signed-in user works, else whom that user is.

    Nobody, once working as somebody has ended by itself: what was asked for then was not meant for oneself.
    """
    own = cast(TrainerRequest, request)
    own.working_as = impersonation.impersonated(request, timezone.now())
    if own.working_as or impersonation.is_begun(request):
        return own.working_as
    return trainer_with_news(cast(User, request.user), timezone.now())


def stand_in(request: TrainerRequest) -> User | None:
    """Who of the staff does what is asked for; nobody, where it is the trainer."""
    return cast(User, request.user) if request.working_as else None


def show_working_as(request: HttpRequest) -> None:
    """Also on a page that is answered before anybody has asked for the trainer; not without a database."""
    if hasattr(request, "working_as") or not hasattr(request, "user"):
        return
    with suppress(DatabaseAway):
        if impersonation.is_begun(request):
            trainer_of(request)


def by_trainers_only(
    view: Callable[Concatenate[TrainerRequest, P], HttpResponseBase],
) -> Callable[Concatenate[TrainerRequest, P], HttpResponseBase]:
    """Refuse who works as the trainer: the account is not theirs to change."""

    @wraps(view)
    def guarded(request: TrainerRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.working_as:
            words = _("Password and preferences are for %(trainer)s alone to change.")
            raise PermissionDenied(words % {"trainer": request.trainer})
        return view(request, *args, **kwargs)

    return guarded


def no_calendar(request: HttpRequest) -> HttpResponse:
    """The answer to a signed-in user who has no calendar to see, or not the one any more that they saw."""
    if not impersonation.is_begun(request):
        return no_profile(request)
    impersonation.end(request)
    messages.warning(request, _("Working as a trainer has ended by itself."))
    if request.method == "POST":
        messages.warning(request, _("What you sent last was not saved."))
    return redirect("home")


def no_profile(request: HttpRequest) -> HttpResponse:
    """The answer to a signed-in user who is no trainer, and perhaps was to be one of the staff."""
    if lacks_staff_status(request.user):
        title, message = _("This account is not one of the staff"), str(NO_STAFF_STATUS)
    else:
        title = _("This account has no trainer profile")
        message = _("The calendar belongs to trainers. Ask whoever runs this site to make you one.")
    context = {
        "status": 403,
        "title": title,
        "message": message,
        "may_administer": getattr(request.user, "is_staff", False),
        "may_sign_out": True,
    }
    return render(request, "error.html", context, status=403)


def next_of(request: HttpRequest) -> str:
    """The page the asker came from (`next`), if it is one of ours; else nothing."""
    target = request.POST.get("next", request.GET.get("next", ""))
    ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    # A word alone would be taken for the name of a view.
    return target if ours and target.startswith("/") else ""


def back_to(request: HttpRequest, fallback: str, *args: object) -> HttpResponse:
    """Redirect to where the asker came from, else to `fallback`."""
    target = next_of(request)
    return redirect(target) if target else redirect(fallback, *args)
