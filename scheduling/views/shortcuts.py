"""The keys that the calendar listens to: what they do, and a switch for who does not want them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from trainers import domain
from trainers.access import TrainerRequest, trainer_required

KEYS = {
    "Views": [
        ("d", "Day"),
        ("w", "Week"),
        ("x", "Work week"),
        ("m", "Month"),
        ("a", "Agenda"),
    ],
    "Going about": [
        ("t", "Today"),
        ("n or j", "Next"),
        ("p or k", "Previous"),
        ("g", "Go to a date"),
        ("/", "Search"),
    ],
    "Making and changing": [
        ("c", "Book a session"),
        ("q", "Book in one line"),
        ("e", "Edit the session that has the focus"),
        ("m", "Move the session that has the focus"),
        ("Delete", "Cancel the session that has the focus"),
        ("Ctrl+Z", "Undo the latest change"),
        ("?", "Show these keys"),
    ],
}


@trainer_required
@require_http_methods(["GET", "HEAD", "POST"])
def shortcuts(request: TrainerRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "shortcuts.html", {"keys": KEYS})
    are_on = request.POST.get("shortcuts") == "on"
    domain.revise(request.trainer, {}, {"shortcuts": are_on})
    messages.success(request, f"Keyboard shortcuts are {'on' if are_on else 'off'} now.")
    return redirect("shortcuts")
