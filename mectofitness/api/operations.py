"""What the OpenAPI schemas say of every operation, unless its dialect says more."""

from drf_spectacular.openapi import AutoSchema


class Schema(AutoSchema):
    """Describes what is written for readers of the API, and nothing of how a view is built."""

    def get_description(self) -> str:  # type: ignore[override]
        return ""
