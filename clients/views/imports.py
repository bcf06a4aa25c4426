"""A list is taken in, shown as it would be read, and imported: of clients, and of whatever else is a Kind."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clients.domain import Outcome
from clients.import_forms import ImportForm
from clients.importing import refused, uploads
from clients.importing.kinds import Choice, Plan
from clients.importing.reading import Table
from clients.models import Upload
from clients.views.import_pages import ADDRESSES, Pages
from scheduling.domain.steps import taking
from scheduling.domain.undo import outlook
from trainers.access import TrainerRequest, stand_in, trainer_required
from trainers.downloads import download
from trainers.lists import query_of
from trainers.models import Step

PAGE = 50
SAMPLES = 3
OUTCOMES = {
    Outcome.NEW: gettext_lazy("New"),
    Outcome.FILLED: gettext_lazy("Filled in"),
    Outcome.UNCHANGED: gettext_lazy("Unchanged"),
    Outcome.REFUSED: gettext_lazy("Refused"),
}
GONE = gettext_lazy(
    "This list is no longer here: lists are kept for two hours, and one at a time. Choose it again."
)


@dataclass(frozen=True)
class Column:
    """A column of the list and what it is read as; `name` is that of its choice in the form."""

    name: str
    title: str
    samples: str
    field: str


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    count: int
    query: str
    is_shown: bool


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: TrainerRequest, pages: Pages) -> HttpResponse:
    """Not sent_once: another upload takes the place of the first, and only its import writes anything."""
    now = timezone.now()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        try:
            text = form.cleaned_data[form.source]
            return pages.of(uploads.keep(request.trainer, text, kind=pages.kind.name, now=now, by=pages.by))
        except ValidationError as error:
            form.add_error(form.source, error)
    under_way = uploads.under_way(request.trainer, now=now, by=pages.by)
    (other,) = ADDRESSES.keys() - {pages.kind.name}
    context = {
        "form": form,
        "fields": pages.kind.fields,
        "under_way": under_way,
        "on_with_it": pages.address(under_way.kind, under_way) if under_way else "",
        "other": pages.address(other),
    }
    return _page(request, pages, "import", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def carry_on(request: TrainerRequest, uuid: UUID, pages: Pages) -> HttpResponseBase:
    """GET shows what would happen, and later how far it has come; POST does it, portion by portion."""
    upload = uploads.find(request.trainer, uuid, kind=pages.kind.name, now=timezone.now(), by=pages.by)
    if upload is None:
        messages.warning(request, GONE)
        return redirect(pages.address(pages.kind.name))
    upload.trainer = request.trainer
    if request.method == "POST":
        return _carry_out(request, pages, upload)
    if request.GET.get("refused") and (rows := _to_mend(request, pages, upload)):
        return download(_("refused rows"), "csv", rows)
    if upload.is_done:
        return _done(request, pages, upload)
    if upload.is_begun:
        return _progress(request, pages, upload)
    return _preview(request, pages, upload)


new, show = trainer_required(choose), trainer_required(carry_on)


def _carry_out(request: TrainerRequest, pages: Pages, upload: Upload) -> HttpResponse:
    now = timezone.now()
    try:
        with taking(request.trainer, now, by=pages.by or stand_in(request), uuid=upload.uuid) as step:
            told = uploads.carry_out(pages.kind, upload, request.POST.dict(), now=now)
            counts = told.result["counts"]
            step.words = pages.said(counts[Outcome.NEW] + counts[Outcome.FILLED])
    except uploads.Changed:
        return _overtaken(request, pages, upload)
    except Upload.DoesNotExist:
        pass  # the page says so
    return pages.of(upload)


def _overtaken(request: TrainerRequest, pages: Pages, upload: Upload) -> HttpResponse:
    """Looked at again before it goes on; a script shows only what is answered with 200."""
    if upload.is_begun:
        return _progress(request, pages, upload, status=200 if "HX-Request" in request.headers else 409)
    return _preview(request, pages, upload, status=409)


def _progress(request: TrainerRequest, pages: Pages, upload: Upload, status: int = 200) -> HttpResponse:
    context = {"upload": upload, "is_overtaken": request.method == "POST"}
    return _page(request, pages, "import_progress", context, status=status)


def _done(request: TrainerRequest, pages: Pages, upload: Upload) -> HttpResponse:
    """With the step that it was, to be taken back."""
    step = Step.objects.filter(trainer=request.trainer, uuid=upload.uuid).first()
    context = {
        "upload": upload,
        "result": upload.result,
        "step": step,
        "turn": pages.turn(step),
        "stays": outlook([step], now=timezone.now()).stays.get(step.pk, "") if step else "",
    }
    return _page(request, pages, "import_done", context)


def _preview(request: TrainerRequest, pages: Pages, upload: Upload, status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    table, choice, plan = uploads.preview(pages.kind, upload, asked.dict(), now=timezone.now())
    shown = request.GET.get("show", "")
    lines = [line for line in plan.lines if shown in {"", line.outcome}] if plan else []
    context = {
        "columns": _columns(table, choice),
        "fields": pages.kind.fields,
        "choice": choice,
        "plan": plan,
        "tabs": list(_tabs(request, plan, shown)) if plan else [],
        "to_mend": f"?{urlencode(choice.asked | {'refused': 'csv'})}",
        **{outcome.value: plan.count(outcome) if plan else 0 for outcome in Outcome},
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "is_overtaken": status == 409,
    }
    return _page(request, pages, "import_preview", context, status=status)


def _to_mend(request: TrainerRequest, pages: Pages, upload: Upload) -> list[list[str]]:
    """The rows that were refused, or would be; none as long as nobody knows which."""
    if upload.is_begun:
        choice = refused.told_by(pages.kind, upload.asked)
        return refused.to_mend(pages.kind, choice, upload.result["refused"])
    table, choice, plan = uploads.preview(pages.kind, upload, request.GET.dict(), now=timezone.now())
    return refused.to_mend(pages.kind, choice, refused.rows_of(plan, table)) if plan else []


def _page(
    request: TrainerRequest, pages: Pages, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {
        "section": pages.section,
        "layout": pages.layout,
        "at_desk": pages.by is not None,
        "address": pages.address(pages.kind.name),
    }
    return render(request, f"{pages.templates}/{name}.html", context, status=status)


def _columns(table: Table, choice: Choice) -> list[Column]:
    return [
        Column(f"c{number}", title, _samples(table, number), choice.mapped.get(number, ""))
        for number, title in enumerate(table.columns)
    ]


def _samples(table: Table, number: int) -> str:
    written = (row.cells[number] for row in table.rows if row.cells[number])
    return ", ".join(text for text, _ in zip(written, range(SAMPLES), strict=False))


def _tabs(request: TrainerRequest, plan: Plan, shown: str) -> Iterator[Tab]:
    yield Tab(_("All"), len(plan.lines), query_of(request.GET, show=None), not shown)
    for outcome, label in OUTCOMES.items():
        count = plan.count(outcome)
        if count or outcome == shown or outcome != Outcome.FILLED:
            query = query_of(request.GET, show=outcome)
            yield Tab(label, count, query, shown == outcome)
