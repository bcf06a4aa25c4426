"""Saved views: a name for a view of the calendar with its filters, to come back to."""

from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scheduling.domain import saved_views
from scheduling.models import SavedView
from scheduling.saved_view_forms import SavedViewForm
from scheduling.views.calendar import VIEWS, address_now
from scheduling.views.filters import Filters
from trainers.access import TrainerRequest, back_to, next_of, trainer_required
from trainers.resubmission import sent_once


@trainer_required
@require_safe
def index(request: TrainerRequest) -> HttpResponse:
    return render(request, "scheduling/saved_views.html", {"section": "calendar", "rows": _rows(request)})


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def new(request: TrainerRequest) -> HttpResponse:
    """Of the `view` and the filters (`query`) that the form was made on."""
    given = request.POST if request.method == "POST" else request.GET
    view = given.get("view", "")
    view = view if view in VIEWS else "week"
    filters = Filters.read(QueryDict(given.get("query", "")), request.trainer)
    if request.method != "POST":
        return _form(request, SavedViewForm(), view, filters)
    form = SavedViewForm(request.POST)
    form.is_valid()  # reads the form
    name = form.cleaned_data.get("name", "")
    try:
        saved = saved_views.keep(request.trainer, name, view, filters.query, form.unreadable)
    except ValidationError as error:
        form.refuse(error)
        return _form(request, form, view, filters, status=400)
    messages.success(request, format_html(_("Saved <bdi>{}</bdi> to your views."), saved.name))
    return back_to(request, f"{view}-now")


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    saved = _own(request, uuid)
    if request.method != "POST":
        return _edit_form(request, SavedViewForm(instance=saved))
    form = SavedViewForm(request.POST, instance=saved)
    form.is_valid()  # reads the form
    name = form.cleaned_data.get("name", "")
    try:
        renamed = saved_views.rename(saved, name, form.unreadable, seen=form.seen)
    except ValidationError as error:
        form.refuse(error)
        return _edit_form(request, form, status=form.status_of_refusal)
    except SavedView.DoesNotExist as gone:
        raise Http404 from gone
    messages.success(request, format_html(_("Saved <bdi>{}</bdi>."), renamed.name))
    return redirect("saved-views")


@trainer_required
@require_POST
def remove(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    saved = _own(request, uuid)
    saved_views.remove(saved)
    words = _("Removed <bdi>{}</bdi>. No session was changed.")
    messages.success(request, format_html(words, saved.name))
    return redirect("saved-views")


def _own(request: TrainerRequest, uuid: UUID) -> SavedView:
    return get_object_or_404(SavedView.objects.for_trainer(request.trainer), uuid=uuid)


def _form(
    request: TrainerRequest, form: SavedViewForm, view: str, filters: Filters, status: int = 200
) -> HttpResponse:
    context = {
        "section": "calendar",
        "form": form,
        "view": view,
        "label": VIEWS[view],
        "filters": filters,
        "next": next_of(request) or address_now(view, filters.query),
    }
    return render(request, "scheduling/saved_view_form.html", context, status=status)


def _edit_form(request: TrainerRequest, form: SavedViewForm, status: int = 200) -> HttpResponse:
    context = {"section": "calendar", "form": form, "stored": form.instance}
    return render(request, "scheduling/saved_view_form.html", context, status=status)


def _rows(request: TrainerRequest) -> list[tuple[SavedView, str, int]]:
    """Each with its address, and how many filters it has."""
    return [
        (saved, address_now(saved.view, saved.query), len(parse_qsl(saved.query)))
        for saved in request.trainer.saved_views.all()
    ]
