"""Signing in and out: the session cookie, and JSON web tokens."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, user_logged_in
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api import tokens
from mectofitness.api.authentication import refuse_other_sites
from mectofitness.api.crm import envelope, schema
from mectofitness.api.crm.auth_serializers import Credentials, LogoutBody, PairData, RefreshBody, UserData
from mectofitness.api.viewsets import DialectView
from trainers.models import User


class AuthView(DialectView):
    envelope = envelope

    def get_serializer_context(self) -> dict[str, Any]:
        """Nothing of a trainer: who signs in may be staff."""
        return {"request": self.request}


class Anonymous(AuthView):
    """For who has not signed in yet: an old cookie or token of theirs is not looked at."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'

    def sign_in(self, request: Request) -> User:
        """The user of the credentials in the body. Raises AuthenticationFailed, Throttled."""
        credentials = self.body(Credentials).values()
        user = authenticate(request._request, **credentials)
        if getattr(request._request, "axes_locked_out", False):
            raise Throttled(settings.AXES_COOLOFF_TIME.total_seconds(), "Too many failed sign-ins.")
        if user is None:
            raise AuthenticationFailed("The user name or the password is wrong.")
        return user


class LoginView(Anonymous):
    @schema.login
    def post(self, request: Request) -> Response:
        refuse_other_sites(request)
        user = self.sign_in(request)
        login(request._request, user)
        return Response(envelope.success(UserData(user).data, "Signed in"))


class TokenView(Anonymous):
    @schema.token
    def post(self, request: Request) -> Response:
        user = self.sign_in(request)
        # As login() does: failed tries before a success are forgotten.
        user_logged_in.send(type(user), request=request._request, user=user)
        pair = tokens.obtain(user)
        return Response(envelope.success(PairData(pair).data))


class TokenRefreshView(Anonymous):
    @schema.refresh
    def post(self, request: Request) -> Response:
        pair = tokens.exchange(self.body(RefreshBody).values()["refresh"])
        return Response(envelope.success(PairData(pair).data))


class LogoutView(AuthView):
    @schema.logout
    def post(self, request: Request) -> Response:
        refresh = self.body(LogoutBody).values().get("refresh") if request.stream else None
        if isinstance(request.auth, tokens.AccessToken):
            tokens.revoke(request.auth, refresh)
        logout(request._request)
        return Response(envelope.success(message="Signed out"))


class MeView(AuthView):
    @schema.me
    def get(self, request: Request) -> Response:
        return Response(envelope.success(UserData(request.user).data))
