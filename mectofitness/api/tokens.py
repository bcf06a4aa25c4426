"""JSON web tokens: given, exchanged, revoked. The only module that knows which library makes them.

An access token works for an hour and a refresh token, once, for two weeks; both end at once with a
change of password, the deactivation of the user and a sign-out.
"""

import re
from dataclasses import dataclass
from typing import Any, cast

from rest_framework.exceptions import AuthenticationFailed
from rest_framework_simplejwt import tokens
from rest_framework_simplejwt.authentication import JWTAuthentication
from rest_framework_simplejwt.exceptions import TokenError
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from trainers.models import User

# The claim of an access token that names the refresh token it was given with.
GIVEN_WITH = "refresh_jti"


class Whole:
    """A token with all that is asked of it later, of the kind that it must be."""

    payload: dict[str, Any]

    def verify(self) -> None:
        token, user = self.payload.get("jti"), self.payload.get("user_id")
        if not isinstance(token, str) or not re.fullmatch("[0-9]{1,18}", str(user)):
            raise TokenError("Token names nobody")
        super().verify()  # type: ignore[misc]  # of the library's token, which this is put before


class AccessToken(Whole, tokens.BlacklistMixin["AccessToken"], tokens.AccessToken):
    """One that can be revoked before it expires."""


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
