"""Signing in and out in contract 001's dialect: what is read from bodies and written into answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mectofitness.api.fields import Input, TextField
from trainers.models import Trainer, User


class Credentials(Input):
    username = TextField(allow_null=False, allow_blank=False, max_length=150)
    password = TextField(allow_null=False, allow_blank=False, max_length=1000)


class RefreshBody(Input):
    refresh = TextField(allow_null=False, allow_blank=False, max_length=4096)


class LogoutBody(Input):
    refresh = TextField(
        required=False,
        max_length=4096,
        help_text="With a bearer token: a refresh token, perhaps of another sign-in, to end with it.",
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

    @extend_schema_field(ProfileData(allow_null=True))
    def get_trainer(self, user: User) -> dict[str, Any] | None:
        trainer = Trainer.objects.filter(user=user).first()
        return None if trainer is None else ProfileData(trainer).data
