"""Answers that belong to no app: the way in, and the error pages."""

from django.http import HttpRequest, HttpResponse


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse(status=403)


def sign_in_paused(request: HttpRequest, response: HttpResponse, credentials: dict[str, str]) -> HttpResponse:
    return HttpResponse(status=429)
