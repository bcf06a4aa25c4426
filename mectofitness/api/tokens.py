"""JSON web tokens: given, exchanged, revoked. The only module that knows which library makes them.

An access token works for an hour and a refresh token, once, for two weeks; both end at once with a
change of password, the deactivation of the user and a sign-out.
"""

import re
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from django.db.models import CharField, Exists, QuerySet
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from trainers.models import Trainer, User
from trainers.prepared import Given, Prepared, columns, instance

# The claim of an access token that names the refresh token it was given with.
GIVEN_WITH = "refresh_jti"
# So many tokens at most are known as ours without a look at their signature.
REMEMBERED = 1024


class Whole:
    """A token with all that is asked of it later, of the kind that it must be."""

    payload: dict[str, Any]

    def verify(self) -> None:
        token, user = self.payload.get("jti"), self.payload.get("user_id")
        if not isinstance(token, str) or not re.fullmatch("[0-9]{1,18}", str(user)):
            raise TokenError("Token names nobody")
        super().verify()  # type: ignore[misc]  # of the library's token, which this is put before

    def check_exp(self, *args: Any, **options: Any) -> None:
        try:
            super().check_exp(*args, **options)  # type: ignore[misc]
        except (TypeError, ValueError, OverflowError):
            raise TokenError("Token ends at no date") from None


class Remembering(TokenBackend):
    """Looks at a signature once, for a token comes with every request. Its time is looked at each time."""

    def decode(self, token: Any, verify: bool = True) -> dict[str, Any]:
        return dict(_decode(token))


_decode = lru_cache(maxsize=REMEMBERED)(token_backend.decode)
_remembering = copy(token_backend)
_remembering.__class__ = Remembering


class AccessToken(Whole, tokens.BlacklistMixin["AccessToken"], tokens.AccessToken):
    """One that can be revoked before it expires; whether it was, its holder is asked for with."""

    _token_backend = _remembering

    def check_blacklist(self) -> None:
        pass


class RefreshToken(Whole, tokens.RefreshToken):  # type: ignore[misc]  # it is no more than the library's
    access_token_class = AccessToken

    @property
    def access_token(self) -> AccessToken:
        token = super().access_token
        token[GIVEN_WITH] = self["jti"]
        return cast(AccessToken, token)


@dataclass(frozen=True)
class Pair:
    access: str
    refresh: str


def _holders() -> QuerySet[User, Any]:
    revoked = BlacklistedToken.objects.filter(token__jti=Given("token", CharField()))
    users = User.objects.filter(pk=Given("user", User._meta.pk)).annotate(revoked=Exists(revoked))
    of_trainer = (f"trainer__{name}" for name in columns(Trainer))
    return users.values_list(*columns(User), *of_trainer, "revoked")


_find_holder = Prepared(_holders)


def holder(access: AccessToken) -> User:
    """The user of a token, with the trainer that they are, if any. Raises AuthenticationFailed."""
    rows = _find_holder(user=access["user_id"], token=access["jti"])
    if not rows:
        raise AuthenticationFailed("User not found")
    *values, revoked = rows[0]
    if revoked:
        raise InvalidToken("Given token not valid for any token type")
    user = _user(values)
    if not user.is_active:
        raise AuthenticationFailed("User is inactive")
    if access.get("hash_password") != get_md5_hash_password(user.password):
        raise AuthenticationFailed("The user's password has been changed.")
    return user


def _user(values: list[Any]) -> User:
    end = len(columns(User))
    user, of_trainer = instance(User, values[:end]), values[end:]
    if of_trainer[0] is None:
        User._meta.get_field("trainer").set_cached_value(user, None)
    else:
        instance(Trainer, of_trainer).user = user
    return user


def obtain(user: User) -> Pair:
    refresh = RefreshToken.for_user(user)
    return Pair(str(refresh.access_token), str(refresh))


def exchange(refresh: str) -> Pair:
    """A new pair for a refresh token, which is used up. Raises AuthenticationFailed."""
    token, user = _verify(refresh)
    _, fresh = token.blacklist()
    if not fresh:  # somebody else used it at the same time
        raise AuthenticationFailed("This refresh token is not valid any more.")
    return obtain(user)


def revoke(access: AccessToken, refresh: str | None) -> None:
    """End an access token and the refresh token it was given with; of the same user another one too.

    Raises AuthenticationFailed, and ends nothing, when that other one is not the user's.
    """
    if refresh is not None:
        token, user = _verify(refresh)
        if str(user.pk) != str(access["user_id"]):
            raise AuthenticationFailed("This refresh token is not valid any more.")
        token.blacklist()
    for given_with in OutstandingToken.objects.filter(jti=access.get(GIVEN_WITH)):
        BlacklistedToken.objects.get_or_create(token=given_with)
    access.blacklist()


def _verify(refresh: str) -> tuple[Any, User]:
    try:
        token: Any = RefreshToken(refresh)  # type: ignore[arg-type]  # the library takes the text too
    except TokenError:
        raise AuthenticationFailed("This refresh token is not valid any more.") from None
    user: Any = JWTAuthentication().get_user(token)
    return token, user
