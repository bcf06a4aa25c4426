"""A trainer at the desk: what is still theirs, handed over to another, and the account deactivated."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.admin.models import CHANGE as CHANGED
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from clients.models import Client
from scheduling.desk_forms import HandOverForm
from scheduling.domain.handover import NotAll, hand_over_all, previews
from scheduling.models import Session
from scheduling.views.desk.frame import CHANGE, KEEP_CLIENTS, KEEP_USERS, SEE, doing_for, trainer_with, why
from trainers.models import Trainer, User
from trainers.staff import may_administer, staff_required

# So many clients are looked at on one page, and go at once.
MOST = 50
# So many of them are named when they have gone.
NAMED = 3
# What the form of a trainer's page wants: sent twice, it is the same.
WANTED = {"active": True, "inactive": False}


@staff_required(SEE)
@require_safe
def show(request: HttpRequest, pk: int) -> HttpResponse:
    trainer, now = trainer_with(pk), timezone.now()
    coming = Session.objects.for_trainer(trainer).to_come(now).select_related("client")
    with timezone.override(trainer.zone):
        context = {
            "section": "desk",
            "trainer": trainer,
            "clients": trainer.clients.active().count(),
            "coming": coming.count(),
            "next": coming.in_order()[:10],
            "series": trainer.series.present().exclude(laid_out_until=None).count(),
            "may_change": may_administer(request.user, CHANGE),
            "may_hand_over": may_administer(request.user, CHANGE, KEEP_CLIENTS),
            "may_deactivate": may_administer(request.user, KEEP_USERS) and not trainer.user.is_staff,
            "now": now,
        }
        return render(request, "desk/trainer.html", context)


@staff_required(CHANGE, KEEP_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_clients_over(request: HttpRequest, pk: int) -> HttpResponse:
    trainer, now = trainer_with(pk), timezone.now()
    sent = request.POST if request.method == "POST" else request.GET
    form = HandOverForm(trainer, sent if "to" in sent else None)
    with timezone.override(trainer.zone):
        if request.method != "POST":
            return _page(request, trainer, form, now)
        if not form.is_valid():
            return _page(request, trainer, form, now, status=400)
        return _hand_over(request, trainer, form, now)


@staff_required(KEEP_USERS)
@require_http_methods(["GET", "HEAD", "POST"])
def deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Signed out everywhere at once: browsers' sessions and tokens are of no use any more. Or back again."""
    trainer = trainer_with(pk)
    if request.method != "POST" or trainer.user.is_staff:
        return redirect("desk-trainer", pk)
    is_active = WANTED.get(request.POST.get("then", ""))
    if is_active is None or not request.POST.get("sure"):
        messages.error(request, _("Say that you mean it."))
        return redirect("desk-trainer", pk)
    if trainer.user.is_active != is_active:
        _set_active(request, trainer.user, is_active)
    words = _("{name} is active again.") if is_active else _("{name} is deactivated.")
    messages.success(request, format_html(words, name=trainer.full_name))
    return redirect("desk-trainer", pk)


@transaction.atomic
def _set_active(request: HttpRequest, user: User, is_active: bool) -> None:
    user.is_active = is_active
    user.save(update_fields=["is_active"])
    changed = [{"changed": {"fields": ["Active"]}}]
    LogEntry.objects.log_actions(cast(int, request.user.pk), [user], CHANGED, changed)


def _hand_over(request: HttpRequest, trainer: Trainer, form: HandOverForm, now: datetime) -> HttpResponse:
    """All who were chosen, or nobody."""
    to, clients = form.cleaned_data["to"], list(form.cleaned_data["clients"])
    if not clients:
        messages.error(request, _("Nobody was chosen."))
        return _page(request, trainer, form, now, status=400)
    try:
        with doing_for(request, trainer, now, to=to) as done:
            hand_over_all(clients, to, now=now)
            done.words = _gone(clients, to)
    except Client.DoesNotExist as gone:
        raise Http404 from gone
    except NotAll as refusal:
        words = _("Nobody was handed over, because of {client}: {why}.")
        messages.error(request, format_html(words, client=refusal.client.name, why=why(refusal.why)))
        return _page(request, trainer, form, now, status=409)
    return redirect(request.get_full_path())


def _gone(clients: Sequence[Client], to: Trainer) -> SafeString:
    """Who has them reads it as well, and wants to know whom."""
    words = ngettext("{who} goes to {name}.", "{n} clients go to {name}: {who}.", len(clients))
    who = [client.name for client in clients[:NAMED]] + ["…"] * (len(clients) > NAMED)
    return format_html(words, n=len(clients), name=to.full_name, who=", ".join(who))


def _page(
    request: HttpRequest, trainer: Trainer, form: HandOverForm, now: datetime, status: int = 200
) -> HttpResponse:
    form.is_valid()  # reads the form
    to = form.cleaned_data.get("to") if form.is_bound else None
    clients = list(trainer.clients.active().in_order()[: MOST + 1])
    context = {
        "section": "desk",
        "trainer": trainer,
        "form": form,
        "to": to,
        "lines": previews(clients[:MOST], to, now=now) if to else [],
        "clients": clients[:MOST],
        "everybody": "everybody" in request.GET,
        "has_more": len(clients) > MOST,
        "now": now,
    }
    return render(request, "desk/hand_over.html", context, status=status)
