"""What a browser may do with our pages: one policy for nearly all of them, made once."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

# What the decorators of django-csp leave on the answer of a view that has a policy of its own.
OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class PolicyMiddleware(CSPMiddleware):
    """As django-csp's, which makes the policy anew for every answer; without nonces, which we do not use."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.usual = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        pass

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG or any(hasattr(response, name) for name in OWN):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response
