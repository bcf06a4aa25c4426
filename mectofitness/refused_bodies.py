"""What is answered to a body that is too large or did not arrive: a page, or JSON below /api."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mectofitness import views
from mectofitness.api.failures import Failure
from mectofitness.bodies import WRONG, Wrong, declared_length

REFUSALS = {
    Wrong.BROKEN_OFF: (400, gettext_lazy("The body ends before its end.")),
    Wrong.LATE: (408, gettext_lazy("The body did not arrive in time.")),
}


class BoundedBodies:
    """Refuses what is too large before any of it is read, whoever asks and wherever."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if (declared_length(request.META) or 0) > most:
            words = _("The body is larger than %(most)s bytes.") % {"most": most}
            return views.answer(request, Failure(413, words))
        if WRONG in request.META:
            status, said = REFUSALS[request.META[WRONG]]
            return views.answer(request, Failure(status, str(said)))
        return self.get_response(request)
