"""In which language a request is answered: below /api English, else the browser's, or the trainer's own."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.i18n import JavaScriptCatalog

from mectofitness.views import is_api


class LanguageMiddleware(LocaleMiddleware):
    """As the browser asks, until the page knows whose it is: see trainers.access."""

    def process_request(self, request: HttpRequest) -> None:
        if is_api(request):
            translation.activate(settings.LANGUAGE_CODE)
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not is_api(request):
            super().process_response(request, response)
        # The thread goes on with others.
        translation.deactivate()
        return response


@cache_control(max_age=3600, public=True)
def words(request: HttpRequest, language: str) -> HttpResponseBase:
    """What our scripts say, in that language; read by static/js/words.js."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    translation.activate(language)
    return ScriptWords.as_view()(request)


class ScriptWords(JavaScriptCatalog):
    """Only ours; Django's admin brings its own."""

    packages: Any = ["mectofitness"]
