"""JSON web tokens: given, exchanged, revoked. The only module that knows which library makes them.

An access token works for an hour and a refresh token, once, for two weeks; both end at once with a
change of password and the deactivation of the user, and all that came of one sign-in with a sign-out.
"""

import re
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import uuid4

from django.db.models import CharField, Exists, QuerySet
from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import InvalidToken, TokenError
from rest_framework_simplejwt.state import token_backend
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken
from rest_framework_simplejwt.utils import get_md5_hash_password

from trainers.models import Trainer, User
from trainers.prepared import Given, Prepared, columns, instance

# The claim of all tokens that came of one sign-in, however often they were exchanged.
SIGN_IN = "sign_in"
# An access token from before there was that claim names the refresh token it was given with.
GIVEN_WITH = "refresh_jti"
# So many tokens at most are known as ours without a look at their signature.
REMEMBERED = 1024


class Whole:
    """A token with all that is asked of it later, of the kind that it must be."""

    payload: dict[str, Any]

    def verify(self) -> None:
        names, user = (self.payload.get("jti"), self.ended_by), self.payload.get("user_id")
        if not all(isinstance(name, str) for name in names) or not re.fullmatch("[0-9]{1,18}", str(user)):
            raise TokenError("Token names nobody")
        super().verify()  # type: ignore[misc]  # of the library's token, which this is put before

    def check_exp(self, *args: Any, **options: Any) -> None:
        try:
            super().check_exp(*args, **options)  # type: ignore[misc]
        except (TypeError, ValueError, OverflowError):
            raise TokenError("Token ends at no date") from None

    @property
    def ended_by(self) -> Any:
        """The name under which it is revoked: its sign-in's, or its own where it has none."""
        return self.payload.get(SIGN_IN, self.payload.get("jti"))


class Remembering(TokenBackend):
    """Looks at a signature once, for a token comes with every request. Its time is looked at each time."""

    def decode(self, token: Any, verify: bool = True) -> dict[str, Any]:
        return dict(_decode(token))


_decode = lru_cache(maxsize=REMEMBERED)(token_backend.decode)
_remembering = copy(token_backend)
_remembering.__class__ = Remembering


class AccessToken(Whole, tokens.AccessToken):
    """One that can be revoked before it expires; whether it was, its holder is asked for with."""

    _token_backend = _remembering


class RefreshToken(Whole, tokens.RefreshToken):  # type: ignore[misc]  # it is no more than the library's
    access_token_class = AccessToken

    def set_jti(self) -> None:
        super().set_jti()
        self.payload.setdefault(SIGN_IN, uuid4().hex)

    def check_blacklist(self) -> None:
        """Raise TokenError if it was used, or its sign-in has ended."""
        names = self.payload["jti"], self.ended_by
        if BlacklistedToken.objects.filter(token__jti__in=names).exists():
            raise TokenError("Token is blacklisted")


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
    rows = _find_holder(user=access["user_id"], token=access.ended_by)
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
    return _pair(RefreshToken.for_user(user))


def exchange(refresh: str) -> Pair:
    """A new pair of the same sign-in for a refresh token, which is used up. Raises AuthenticationFailed."""
    token, _ = _verify(refresh)
    _, fresh = token.blacklist()
    if not fresh:  # somebody else used it at the same time
        raise AuthenticationFailed("This refresh token is not valid any more.")
    token.set_jti()
    token.set_exp()
    token.set_iat()
    token.outstand()
    return _pair(token)


def revoke(access: AccessToken, refresh: str | None) -> None:
    """End the sign-in that an access token came of, and that of another refresh token of the same user.

    Raises AuthenticationFailed, and ends nothing, when that other one is not the user's.
    """
    ended = {access.ended_by, access.get(GIVEN_WITH, access.ended_by)}
    if refresh is not None:
        token, user = _verify(refresh)
        if str(user.pk) != str(access["user_id"]):
            raise AuthenticationFailed("This refresh token is not valid any more.")
        ended.add(token.ended_by)
    for name in ended:
        ending = RefreshToken()  # it lasts as long as what it ends
        ending["jti"], ending["user_id"] = name, access["user_id"]
        ending.blacklist()


def _pair(refresh: Any) -> Pair:
    return Pair(str(refresh.access_token), str(refresh))


def _verify(refresh: str) -> tuple[Any, User]:
    try:
        token: Any = RefreshToken(refresh)  # type: ignore[arg-type]  # the library takes the text too
    except TokenError:
        raise AuthenticationFailed("This refresh token is not valid any more.") from None
    user: Any = JWTAuthentication().get_user(token)
    return token, user
