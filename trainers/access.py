"""Who may see the pages: a signed-in user with a trainer profile, on that trainer's clock."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

from trainers.clocks import on_clock_of
from trainers.models import Trainer, User
from trainers.versions import Overtaken

P = ParamSpec("P")


class TrainerRequest(HttpRequest):
    """A request of a signed-in trainer."""

    trainer: Trainer


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
            return no_profile(request)
        own = cast(TrainerRequest, request)
        own.trainer = trainer
        # Until the end of the request: a page that is not there says so in it, too.
        translation.activate(trainer.language)
        with on_clock_of(trainer):
            try:
                response = view(own, *args, **kwargs)
            except Overtaken:
                # Somebody was quicker by a moment. Looked at again, the form shows what they did, be it of
                # the trainer's own.
                own.trainer = trainer_of(request) or trainer
                response = view(own, *args, **kwargs)
            # What is left to be rendered later would be rendered on another clock.
            return response.render() if isinstance(response, TemplateResponse) else response

    return guarded


def staff_required(
    *rights: str,
) -> Callable[[Callable[Concatenate[HttpRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let only staff with all these rights in. Nothing they have seen is kept by the browser."""

    def decorated(
        view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @gzip_page
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may_administer(request.user, *rights):
                raise PermissionDenied(_("Your role does not allow this."))
            return view(request, *args, **kwargs)

        return guarded

    return decorated


def may_administer(user: Any, *rights: str) -> bool:
    """Whether the user is one of the staff who has all these rights."""
    return bool(user.is_staff and user.has_perms(rights))


def trainer_of(request: HttpRequest) -> Trainer | None:
    """The trainer that the signed-in user is."""
    return Trainer.objects.filter(user=cast(User, request.user)).first()


def no_profile(request: HttpRequest) -> HttpResponse:
    """The answer to a signed-in user who is no trainer."""
    context = {
        "status": 403,
        "title": _("This account has no trainer profile"),
        "message": _("The calendar belongs to trainers. Ask whoever runs this site to make you one."),
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
