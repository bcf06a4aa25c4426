"""What is answered where no view was reached, or one failed: a page, or JSON below /api."""

import math
import sys
from dataclasses import replace

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt

from mectofitness.api import failures
from mectofitness.api.calendar import envelope as calendar
from mectofitness.api.crm import envelope as crm
from mectofitness.api.failures import Failure
from mectofitness.api.timeline import envelope as timeline
from trainers.access import show_working_as

# The dialects by where they are mounted; a path that belongs to none is answered as the CRM would.
ENVELOPES = {"/api/v1/": crm, "/api/calendar/": calendar, "/api/timeline/": timeline}

TITLES = {
    400: gettext_lazy("That request could not be read"),
    403: gettext_lazy("You may not do that"),
    404: gettext_lazy("There is nothing here"),
    408: gettext_lazy("That took too long"),
    413: gettext_lazy("That was too much at once"),
    429: gettext_lazy("Too many tries"),
    500: gettext_lazy("Something went wrong on our side"),
    503: gettext_lazy("We are not available right now"),
}

ASKED_IN_VAIN = gettext_lazy("Our data cannot be reached. Wait a few seconds, then load this page again.")
# The connection may have broken at the very moment of saving, and then nobody knows.
SENT_IN_VAIN = gettext_lazy(
    "Our data cannot be reached, so what you sent may not be saved. Wait a few seconds, go back and load the"
    " page again: if it is not there, send it again."
)
# The fields of our forms that somebody writes a text into.
WRITTEN = {
    "title": gettext_lazy("Title"),
    "name": gettext_lazy("Name"),
    "description": gettext_lazy("Description"),
    "location": gettext_lazy("Location"),
    "exercises_performed": gettext_lazy("Exercises performed"),
    "notes": gettext_lazy("Notes"),
    "client_feedback": gettext_lazy("Client feedback"),
    "trainer_notes": gettext_lazy("Trainer notes"),
    "fitness_goal": gettext_lazy("Fitness goal"),
    "medical_conditions": gettext_lazy("Medical conditions"),
}


@csrf_exempt  # there is nothing here to protect, and 404 is the truth
def unknown(request: HttpRequest) -> HttpResponse:
    """Below /api, where no address matched."""
    return answer(request, Failure(404, "Not found"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    match exception:
        case RequestDataTooBig():  # of a server that does not say how long a body is
            return answer(request, Failure(413, _("The body is too large.")))
        case TooManyFieldsSent():
            return answer(request, Failure(400, _("There are too many fields in this request.")))
    return answer(request, Failure(400, _("The request could not be read.")))


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, Failure(403, str(exception) or _("This is not for you to see or to change.")))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, Failure(404, _("The address is wrong, or what was here is gone.")))


def server_error(request: HttpRequest) -> HttpResponse:
    failure = failures.of(sys.exc_info()[1])
    if failure is None or failure.status != 503:
        return answer(request, Failure(500, _("Nothing was changed. We have been told; please try again.")))
    if not is_api(request):
        said = SENT_IN_VAIN if request.method == "POST" else ASKED_IN_VAIN
        failure = replace(failure, message=str(said))
    return answer(request, failure)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    message = _("This form was open for too long. Go back, reload the page and send it again.")
    return answer(request, Failure(403, message))


def sign_in_paused(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, str] | None
) -> HttpResponse:
    """After too many failed sign-ins. The API has said so itself."""
    if is_api(request):
        return response
    wait = settings.AXES_COOLOFF_TIME.total_seconds()
    minutes = math.ceil(wait / 60)
    message = ngettext(
        "Too many failed sign-ins. Wait %(minutes)s minute, or reset your password.",
        "Too many failed sign-ins. Wait %(minutes)s minutes, or reset your password.",
        minutes,
    )
    return answer(
        request, Failure(429, message % {"minutes": minutes}, headers={"Retry-After": str(int(wait))})
    )


def answer(request: HttpRequest, failure: Failure) -> HttpResponse:
    """A failure in the shape that belongs to the path."""
    response = _shaped(request, failure)
    for name, value in failure.headers.items():
        response[name] = value
    return response


def _shaped(request: HttpRequest, failure: Failure) -> HttpResponse:
    failure = failure.numbered(request)
    if is_api(request):
        envelope = next((it for path, it in ENVELOPES.items() if _address(request).startswith(path)), crm)
        return JsonResponse(envelope.failure(failure), status=failure.status)
    show_working_as(request)
    context = {
        "status": failure.status,
        "title": TITLES[failure.status],
        "message": failure.message,
        "number": failure.request_id,
        "typed": _typed(request) if failure.status == 404 and request.method == "POST" else {},
    }
    return render(request, "error.html", context, status=failure.status)


def _typed(request: HttpRequest) -> dict[str, str]:
    """{label: text} of what was written into a form whose object is gone, so that it is not lost."""
    return {
        str(WRITTEN[name]): text
        for name, text in request.POST.items()
        if name in WRITTEN and isinstance(text, str) and text.strip()
    }


def is_api(request: HttpRequest) -> bool:
    """Whether JSON is expected, also where no address matches."""
    return _address(request).startswith("/api/")


def _address(request: HttpRequest) -> str:
    return f"/{request.path.strip('/')}/"
