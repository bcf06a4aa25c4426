"""What is held about a client: handed out as a file, or erased."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from clients.erasure_forms import ErasureForm
from clients.models import Client
from clients.views.pages import own_client
from scheduling.domain import erasure
from scheduling.personal_data import Document
from trainers.access import TrainerRequest, trainer_required


@trainer_required
@require_safe
def export(request: TrainerRequest, uuid: UUID) -> HttpResponseBase:
    """All of it, also from when the client was another trainer's; of private notes only the trainer's own."""
    client, trainer = own_client(request, uuid), request.trainer
    return Document(client, timezone.now(), trainer.zone, trainer).download()


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """GET says what goes and what stays. No step: there is no way back."""
    client, now = own_client(request, uuid), timezone.now()
    form = ErasureForm(client, request.POST if request.method == "POST" else None)
    if client.is_erased:
        return redirect("client", uuid)
    if not form.is_valid():
        to_come = erasure.to_come(client, now).for_trainer(request.trainer).count()
        context = {"section": "clients", "client": client, "form": form, "to_come": to_come}
        return render(request, "clients/erase.html", context, status=400 if form.is_bound else 200)
    try:
        erasure.erase(client, now=now)
    except Client.DoesNotExist as gone:
        raise Http404 from gone
    # Without the name, which would be stored until somebody reads it.
    messages.success(request, _("The client is erased."))
    return redirect("client", uuid)
