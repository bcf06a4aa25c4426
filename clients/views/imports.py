"""A list is taken in, shown as it would be read, and imported: of clients, and of whatever else is a Kind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from clients.domain import Outcome
from clients.import_forms import ImportForm
from clients.importing import uploads
from clients.importing.kinds import Choice, Kind, Plan
from clients.importing.plans import CLIENTS
from clients.importing.reading import Table
from clients.models import Upload
from scheduling.views.steps import doing
from trainers.access import TrainerRequest, trainer_required
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
class Pages:
    """Of one kind of list: `templates` is their folder, `address` the name of the first page's.

    `said` puts in words how many rows have come in.
    """

    kind: Kind
    section: str
    templates: str
    address: str
    said: Callable[[int], str]

    def of(self, upload: Upload) -> HttpResponse:
        return redirect(f"{self.address}-preview", upload.uuid)


def _clients(count: int) -> str:
    words = ngettext("Imported %(count)s client", "Imported %(count)s clients", count)
    return words % {"count": count}


PAGES = Pages(CLIENTS, "clients", "clients", "client-import", _clients)


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
def new(request: TrainerRequest, pages: Pages = PAGES) -> HttpResponse:
    """Not sent_once: another upload takes the place of the first, and only its import writes anything."""
    now = timezone.now()
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        try:
            text = form.cleaned_data[form.source]
            return pages.of(uploads.keep(request.trainer, text, kind=pages.kind.name, now=now))
        except ValidationError as error:
            form.add_error(form.source, error)
    under_way = uploads.under_way(request.trainer, now=now)
    context = {"form": form, "fields": pages.kind.fields, "under_way": under_way}
    return _page(request, pages, "import", context, status=400 if form.errors else 200)


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: TrainerRequest, uuid: UUID, pages: Pages = PAGES) -> HttpResponse:
    """GET shows what would happen, and later how far it has come; POST does it, portion by portion."""
    upload = uploads.find(request.trainer, uuid, kind=pages.kind.name, now=timezone.now())
    if upload is None:
        messages.warning(request, GONE)
        return redirect(pages.address)
    upload.trainer = request.trainer
    if request.method == "POST":
        return _carry_out(request, pages, upload)
    if upload.is_done:
        return _done(request, pages, upload)
    if upload.is_begun:
        return _progress(request, pages, upload)
    return _preview(request, pages, upload)


def _carry_out(request: TrainerRequest, pages: Pages, upload: Upload) -> HttpResponse:
    now = timezone.now()
    try:
        with doing(request, now, quietly=True, uuid=upload.uuid) as done:
            told = uploads.carry_out(pages.kind, upload, request.POST.dict(), now=now)
            counts = told.result["counts"]
            done.words = SafeString(pages.said(counts[Outcome.NEW] + counts[Outcome.FILLED]))
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
    return _page(request, pages, "import_done", {"upload": upload, "result": upload.result, "step": step})


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
        **{outcome.value: plan.count(outcome) if plan else 0 for outcome in Outcome},
        "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "is_overtaken": status == 409,
    }
    return _page(request, pages, "import_preview", context, status=status)


def _page(
    request: TrainerRequest, pages: Pages, name: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {"section": pages.section, "address": pages.address}
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
