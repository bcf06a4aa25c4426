"""The texts of a session, typed where they are shown: saved by a button, or by a script meanwhile."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from scheduling.domain import booking
from scheduling.forms import NotesForm
from scheduling.models import Session
from scheduling.views.sessions import own_session
from scheduling.views.steps import doing, wants_json
from scheduling.wording import clock, said
from trainers.access import TrainerRequest, back_to, next_of, trainer_required

# The others have room on the session's page.
IN_A_LIST = ("exercises_performed", "notes")


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """GET is a page of its own, or only its form for a script that asks for it."""
    session, now = own_session(request, uuid), timezone.now()
    if request.method != "POST":
        return _page(request, NotesForm(session))
    form = NotesForm(session, request.POST)
    form.is_valid()  # reads the form
    try:
        with doing(request, now, goes_on=True, quietly=wants_json(request)) as done:
            session = booking.revise(session, form.changes, now=now, errors=form.unreadable, seen=form.seen)
            done.words = said(_("Wrote notes: {session}, {start}."), session, now)
    except ValidationError as error:
        form.refuse(error)
        return _refused(request, form)
    except Session.DoesNotExist as gone:
        raise Http404 from gone
    if wants_json(request):
        return JsonResponse({"said": _("Saved %(time)s") % {"time": clock(now)}, "version": session.version})
    return back_to(request, "session", session.uuid)


def _refused(request: TrainerRequest, form: NotesForm) -> HttpResponse:
    if not wants_json(request):
        return _page(request, form, form.status_of_refusal)
    parts = render_to_string("scheduling/_note_fields.html", {"form": form}, request)
    words = _("Not saved: look at what is said above, then save again.")
    return JsonResponse({"said": words, "form": parts}, status=form.status_of_refusal)


def _page(request: TrainerRequest, form: NotesForm, status: int = 200) -> HttpResponse:
    is_part = bool(request.headers.get("HX-Request"))
    if is_part:
        form.keep(*IN_A_LIST)
    template = "_notes" if is_part else "notes"
    context = {"form": form, "session": form.instance, "next": next_of(request), "now": timezone.now()}
    return render(request, f"scheduling/{template}.html", context, status=status)
