"""What the views of every dialect do alike: who asks, on whose clock, what was sent, how a refusal is put."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from types import ModuleType
from typing import Any, ClassVar, NoReturn

from django.contrib.auth import get_permission_codename
from django.db.models import Model, QuerySet
from rest_framework.exceptions import APIException, NotAuthenticated, NotFound, ParseError, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from mectofitness.api.acting import may_act, trainer_for
from mectofitness.api.failures import Failure
from mectofitness.api.fields import Input
from scheduling.domain import whole
from scheduling.models import Session
from trainers.models import Trainer
from trainers.staff import PRIVATE_NOTES


class DialectView(APIView):
    """A view of one dialect. Subclasses set `envelope`, the module that wraps answers and failures.

    Those that act for a trainer set `model`: by its rights staff may do so.
    """

    envelope: ModuleType
    model: type[Model]
    # {method: what it does to an object of the model}
    deeds: ClassVar[Mapping[str, str]] = {
        "GET": "view",
        "HEAD": "view",
        "POST": "add",
        "PUT": "change",
        "PATCH": "change",
        "DELETE": "delete",
    }
    # What signs a caller in here.
    credentials = "a bearer token or the session cookie"
    # {domain field: the dialect's name of it}, where they differ
    names: Mapping[str, str] = {}

    @cached_property
    def trainer(self) -> Trainer:
        """The trainer for whom this is. Raises PermissionDenied, and ValidationError: see `acting`."""
        return trainer_for(self.request, self.right(self.deeds[str(self.request.method)]))

    def right(self, deed: str) -> str:
        """The name of the right to do it to an object of the model."""
        options = self.model._meta
        return f"{options.app_label}.{get_permission_codename(deed, options)}"

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What is answered is personal: nobody on the way keeps it."""
        return super().default_response_headers | {"Cache-Control": "no-store"}

    def permission_denied(
        self, request: Request, message: str | None = None, code: str | None = None
    ) -> NoReturn:
        if request.authenticators and not request.successful_authenticator:
            raise NotAuthenticated(f"Sign in first: send {self.credentials}.")
        super().permission_denied(request, message, code)

    def get_serializer_context(self) -> dict[str, Any]:
        return {
            "request": self.request,
            "view": self,
            "trainer": self.trainer,
            "zone": self.trainer.zone,
            "sees_private": may_act(self.request.user, self.trainer, PRIVATE_NOTES),
        }

    def body(self, reader: type[Input], *, partial: bool = False, **context: Any) -> Input:
        """The request's body, ready to be read; `context` is what the reader must know besides."""
        if self.request.stream is None:
            raise ParseError("The body is empty; send a JSON object.")
        context = self.get_serializer_context() | context
        return reader(data=self.request.data, partial=partial, context=context)

    def query(self, reader: type[Input]) -> dict[str, Any]:
        """The parameters of the address. Raises ValidationError."""
        return reader(data=self.request.query_params, context=self.get_serializer_context()).values()

    def own(self, objects: QuerySet, noun: str | None = None, /, **key: Any) -> Any:
        """The one of the objects with that key that is the asker's; 403 for another trainer's, 404 for none.

        `noun` is the dialect's name of it, where the model has another.
        """
        found = objects.filter(trainer=self.trainer, **key).first()
        if found is None:
            raise self.why_not(objects, noun, **key)
        return found

    def own_session(self, **key: Any) -> Session:
        """The same of a session, with its client."""
        found = whole.of_trainer(self.trainer, **key)
        if found is None:
            raise self.why_not(Session.objects.all(), **key)
        return found

    def why_not(self, objects: QuerySet, noun: str | None = None, /, **key: Any) -> APIException:
        """What to say when none of the objects with that key is the asker's."""
        name = noun or _noun(objects.model)
        if objects.filter(**key).exists():
            return PermissionDenied(f"You do not have permission to view this {name}")
        return NotFound(f"{name.capitalize()} not found")

    def in_dialect(self, failure: Failure) -> Failure:
        """The failure with the dialect's names of the fields."""
        fields = {self.names.get(name, name): message for name, message in failure.fields.items()}
        return replace(failure, fields=fields)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The methods, in the Allow header, and nothing else."""
        return Response(self.envelope.success())


def _noun(model: type[Model]) -> str:
    return str(model._meta.verbose_name)
