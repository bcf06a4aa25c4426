"""The desk imports lists for any trainer, on the pages that trainers have for their own."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from clients.views import imports
from clients.views.import_pages import Pages
from scheduling.views.desk.frame import ADD_CLIENTS, BOOK, KEEP_CLIENTS, trainer_with
from trainers.access import TrainerRequest
from trainers.models import User
from trainers.staff import staff_required


def _at_desk(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The trainer's page for who may add clients and sessions, and fill in what is missing of a client."""

    @staff_required(BOOK, ADD_CLIENTS, KEEP_CLIENTS)
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, pages: Pages, **names: Any) -> HttpResponseBase:
        own = cast(TrainerRequest, request)
        own.trainer = trainer_with(pk)
        if not own.trainer.user.is_active:
            words = _("{name} is deactivated: nothing can be imported until they are active again.")
            messages.error(request, format_html(words, name=own.trainer.full_name))
            return redirect("desk-trainer", pk)
        by = cast(User, request.user)
        shown = replace(pages, section="desk", layout="desk/base.html", prefix="desk-", keys=(pk,), by=by)
        with timezone.override(own.trainer.zone):
            return view(own, pages=shown, **names)

    return guarded


new, show = _at_desk(imports.choose), _at_desk(imports.carry_on)
