"""What the OpenAPI schemas say of every operation, unless its dialect says more."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from mectofitness.api.acting import PARAMETER

FOR_WHOM = OpenApiParameter(
    PARAMETER,
    {"type": "string"},
    description="Of staff: the trainer, by id or uuid, for whom this is. What trainers say here is ignored.",
)


class Schema(AutoSchema):
    """Describes what is written for readers of the API, and nothing of how a view is built."""

    def get_description(self) -> str:  # type: ignore[override]
        return ""

    def get_override_parameters(self) -> list[Any]:
        """Where the address does not say it itself, staff say for whom it is."""
        acts = hasattr(self.view, "model") and "/trainer/" not in self.path
        return [*super().get_override_parameters(), *[FOR_WHOM] * acts]
