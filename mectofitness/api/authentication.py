"""Who calls: a bearer token first, then the session cookie, which only our own pages may use to write."""

from typing import Any

from django.conf import settings
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework_simplejwt.authentication import JWTAuthentication

from mectofitness.api import tokens


class BearerAuthentication(JWTAuthentication):
    """`Authorization: Bearer <access token>`."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        if found is None:
            return None
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return found
        by_cookie = request._request.user
        if by_cookie.is_authenticated and by_cookie != found[0]:
            raise AuthenticationFailed("The bearer token and the session cookie are of different users.")
        return found

    def get_raw_token(self, header: bytes) -> bytes | None:
        """The name of the scheme may be written in any case."""
        scheme, *rest = header.split() or [b""]
        return super().get_raw_token(b" ".join([scheme.capitalize(), *rest]))

    def get_user(self, validated_token: Any) -> Any:
        return tokens.holder(validated_token)


class CookieAuthentication(BaseAuthentication):
    """The cookie `session` that signing in sets."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        user = request._request.user
        if not user.is_authenticated:
            return None
        refuse_other_sites(request)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


def client_address(request: Any) -> str | None:
    """The address that a request comes from, behind as many proxies as the setting says."""
    return BaseThrottle().get_ident(request)


def refuse_other_sites(request: Request) -> None:
    """Raise PermissionDenied for a write that a page of another site makes with our user's cookie.

    Browsers say where a request comes from; programs, which hold no one else's cookie, need not.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    if site not in {"same-origin", "none"} or (origin is not None and origin not in own):
        raise PermissionDenied("Requests from another site are refused.")
