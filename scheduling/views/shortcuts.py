"""The keys that the calendar listens to: what they do, and a switch for who does not want them."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from trainers import domain
from trainers.access import TrainerRequest, by_trainers_only, trainer_required

KEYS = [
    (
        _("Views"),
        [
            ("d", _("Day")),
            ("w", _("Week")),
            ("x", _("Work week")),
            ("m", _("Month")),
            ("a", _("Agenda")),
        ],
    ),
    (
        _("Going about"),
        [
            ("t", _("Today")),
            (_("n or j"), _("Next")),
            (_("p or k"), _("Previous")),
            ("g", _("Go to a date")),
            ("/", _("Search")),
        ],
    ),
    (
        _("Making and changing"),
        [
            ("c", _("Book a session")),
            ("q", _("Book in one line")),
            ("e", _("Edit the session that has the focus")),
            ("m", _("Move the session that has the focus")),
            (pgettext_lazy("key", "Delete"), _("Cancel the session that has the focus")),
            (pgettext_lazy("key", "Ctrl+X"), _("Cut the session that has the focus")),
            (pgettext_lazy("key", "Ctrl+V"), _("Paste it at the hour that has the focus")),
            (pgettext_lazy("key", "Ctrl+Z"), _("Undo the latest change")),
            (pgettext_lazy("key", "Ctrl+Shift+Z"), _("Redo")),
            ("?", _("Show these keys")),
        ],
    ),
]


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: TrainerRequest) -> HttpResponseBase:
    if request.method != "POST":
        return render(request, "shortcuts.html", {"keys": {str(name): keys for name, keys in KEYS}})
    return _switch(request)


@by_trainers_only
def _switch(request: TrainerRequest) -> HttpResponse:
    are_on = request.POST.get("shortcuts") == "on"
    domain.revise(request.trainer, {}, {"shortcuts": are_on})
    said = gettext("Keyboard shortcuts are on now.") if are_on else gettext("Keyboard shortcuts are off now.")
    messages.success(request, said)
    return redirect("shortcuts")
