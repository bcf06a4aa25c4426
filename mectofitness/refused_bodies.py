"""What is answered to a body that is too large or did not arrive: a page, or JSON below /api."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mectofitness import views
from mectofitness.api.failures import Failure
from mectofitness.bodies import WRONG, Wrong, declared_length

REFUSALS = {
    Wrong.BROKEN_OFF: Failure(400, "The body ends before its end."),
    Wrong.LATE: Failure(408, "The body did not arrive in time."),
}


class BoundedBodies:
    """Refuses what is too large before any of it is read, whoever asks and wherever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if (declared_length(request.META) or 0) > most:
            return views.answer(request, Failure(413, f"The body is larger than {most} bytes."))
        if WRONG in request.META:
            return views.answer(request, REFUSALS[request.META[WRONG]])
        return self.get_response(request)
