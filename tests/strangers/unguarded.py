"""The product's addresses and some that nobody should ever add: they do not ask whose an object is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from mectofitness.urls import handler400, handler403, handler404, handler500
from mectofitness.urls import urlpatterns as guarded
from scheduling.models import Session

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

NOBODY = "00000000-0000-4000-8000-000000000000"


def peek(request: HttpRequest, uuid: str) -> HttpResponse:
    return HttpResponse(get_object_or_404(Session, uuid=uuid).title)


@csrf_exempt
def rename(request: HttpRequest, uuid: str) -> HttpResponse:
    Session.objects.filter(uuid=uuid).update(title="renamed")
    return HttpResponse(status=404)


def find(request: HttpRequest) -> HttpResponse:
    found = Session.objects.filter(client__uuid=request.GET.get("client", NOBODY))
    return HttpResponse(", ".join(session.title for session in found))


def count(request: HttpRequest, day: str) -> HttpResponse:
    found = Session.objects.filter(scheduled_start__date=day)
    return HttpResponse(", ".join(session.title for session in found))


def search(request: HttpRequest) -> HttpResponse:
    return HttpResponse(Session.objects.filter(trainer_notes__contains=request.GET.get("q", "-")).count())


def touch(request: HttpRequest, uuid: str) -> HttpResponse:
    Session.objects.filter(uuid=uuid).update(notes="seen")
    return HttpResponse()


urlpatterns = [
    path("peek/<uuid:uuid>/", peek),
    path("rename/<uuid:uuid>/", rename),
    path("find/", find),
    path("count/<day:day>/", count),
    path("search/", search),
    path("touch/<uuid:uuid>/", touch),
    *guarded,
]
