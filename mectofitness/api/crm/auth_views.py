"""Signing in and out: the session cookie, and JSON web tokens."""

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from rest_framework import serializers
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from mectofitness.api import tokens
from mectofitness.api.authentication import refuse_other_sites
from mectofitness.api.crm import envelope
from mectofitness.api.fields import Input, TextField
from mectofitness.api.viewsets import DialectView
from trainers.models import Trainer, User


class Credentials(Input):
    username = TextField(allow_null=False, allow_blank=False, max_length=150)
    password = TextField(allow_null=False, allow_blank=False, max_length=1000)


class RefreshBody(Input):
    refresh = TextField(allow_null=False, allow_blank=False, max_length=4096)


class LogoutBody(Input):
    refresh = TextField(
        required=False, max_length=4096, help_text="With a bearer token: the refresh token to end with it."
    )


class PairData(serializers.Serializer):
    access = serializers.CharField()
    refresh = serializers.CharField()


class ProfileData(serializers.Serializer):
    """The trainer behind a user."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    full_name = serializers.CharField()
    timezone = serializers.CharField()
    parallel_sessions = serializers.IntegerField()
    usual_session_minutes = serializers.IntegerField()


class UserData(serializers.Serializer):
    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.EmailField()
    is_staff = serializers.BooleanField()
    trainer = serializers.SerializerMethodField()

    def get_trainer(self, user: User) -> dict[str, Any] | None:
        trainer = Trainer.objects.filter(user=user).first()
        return None if trainer is None else ProfileData(trainer).data


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
    def post(self, request: Request) -> Response:
        refuse_other_sites(request)
        user = self.sign_in(request)
        login(request._request, user)
        return Response(envelope.success(UserData(user).data, "Signed in"))


class TokenView(Anonymous):
    def post(self, request: Request) -> Response:
        pair = tokens.obtain(self.sign_in(request))
        return Response(envelope.success(PairData(pair).data))


class TokenRefreshView(Anonymous):
    def post(self, request: Request) -> Response:
        pair = tokens.exchange(self.body(RefreshBody).values()["refresh"])
        return Response(envelope.success(PairData(pair).data))


class LogoutView(AuthView):
    def post(self, request: Request) -> Response:
        refresh = self.body(LogoutBody).values().get("refresh") if request.stream else None
        if isinstance(request.auth, tokens.AccessToken):
            tokens.revoke(request.auth, refresh)
        logout(request._request)
        return Response(envelope.success(message="Signed out"))


class MeView(AuthView):
    def get(self, request: Request) -> Response:
        return Response(envelope.success(UserData(request.user).data))
