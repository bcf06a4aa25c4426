"""A list of clients is taken in, shown as it would be read, and imported."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clients.domain import Outcome
from clients.import_forms import ImportForm
from clients.importing import uploads
from clients.importing.columns import FIELDS
from clients.importing.plans import Choice, Plan
from clients.importing.reading import Table
from clients.models import Upload
from trainers.access import TrainerRequest, trainer_required
from trainers.lists import query_of

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


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: TrainerRequest) -> HttpResponse:
    """Not sent_once: another upload takes the place of the first, and only its import writes clients."""
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        try:
            text = form.cleaned_data[form.source]
            upload = uploads.keep(request.trainer, text, now=timezone.now())
        except ValidationError as error:
            form.add_error(form.source, error)
        else:
            return redirect("client-import-preview", upload.uuid)
    context = {"section": "clients", "form": form, "fields": FIELDS}
    return render(request, "clients/import.html", context, status=400 if form.errors else 200)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """GET shows what would happen, and afterwards what has; POST does it."""
    upload = uploads.find(request.trainer, uuid, now=timezone.now())
    if upload is None:
        messages.warning(request, GONE)
        return redirect("client-import")
    upload.trainer = request.trainer
    if request.method != "POST" and upload.result is not None:
        context = {"section": "clients", "result": upload.result}
        return render(request, "clients/import_done.html", context)
    if request.method != "POST":
        return _preview(request, upload)
    try:
        uploads.carry_out(upload, request.POST.dict(), request.POST.get("seen", ""))
    except uploads.Changed:
        return _preview(request, upload, status=409)
    except Upload.DoesNotExist:
        pass  # the page says so
    return redirect("client-import-preview", uuid)


def _preview(request: TrainerRequest, upload: Upload, status: int = 200) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    table, choice, plan = uploads.preview(upload, asked.dict())
    shown = request.GET.get("show", "")
    lines = [line for line in plan.lines if shown in {"", line.entry.outcome}] if plan else []
    context = {
        "section": "clients",
        "columns": _columns(table, choice),
        "fields": FIELDS,
        "choice": choice,
        "plan": plan,
        "tabs": list(_tabs(request, plan, shown)) if plan else [],
        "new": plan.count(Outcome.NEW) if plan else 0,
        "filled": plan.count(Outcome.FILLED) if plan else 0,
        "refused": plan.count(Outcome.REFUSED) if plan else 0,
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "is_overtaken": status == 409,
    }
    return render(request, "clients/import_preview.html", context, status=status)


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
        query = query_of(request.GET, show=outcome)
        yield Tab(label, plan.count(outcome), query, shown == outcome)
