"""Tokens that nobody gave: of who has not the key, and of who has it and not the right."""

import base64
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

Claims = dict[str, Any]
GONE = object()

# Whoever tries keys tries these first. The last is the one that is used in development.
GUESSES = ("", "secret", "changeme", "password", "mectofitness", "SECRET_KEY", "your-256-bit-secret", "jwt",
    "null", "0" * 32, "a" * 50, "django-insecure-key",
    "for-development-only-never-in-production-0123456789")  # fmt: skip
WRONG_CLAIMS: dict[str, Claims] = {
    "for another audience": {"aud": "other"},
    "for several others": {"aud": ["mectofitness2", "other"]},
    "without audience": {"aud": GONE},
    "of another issuer": {"iss": "other"},
    "without issuer": {"iss": GONE},
    "that has expired": {"exp": 1},
    "that never expires": {"exp": GONE},
    "that expires soon, in words": {"exp": "soon"},
    "of a refresh token": {"token_type": "refresh"},
    "of a sliding token": {"token_type": "sliding"},
    "of no type": {"token_type": GONE},
    "of nobody": {"user_id": GONE},
    "of nobody there is": {"user_id": "987654321"},
    "of a user in words": {"user_id": "' OR 1=1"},
    "of a user of 400 digits": {"user_id": "9" * 400},
    "of a user that is a list": {"user_id": [1]},
    "without id": {"jti": GONE},
    "with an id that is none": {"jti": {"a": 1}},
    "of a sign-in that is none": {"sign_in": {"a": 1}},
    "of another password": {"hash_password": "x"},
    "of no password": {"hash_password": GONE},
}


@dataclass(frozen=True)
class Given:
    """What a forger may know: a token that works, the one to refresh it; for the tests also the real key."""

    access: str
    refresh: str
    key: str
    public: str
    url: str

    @property
    def claims(self) -> Claims:
        claims: Claims = json.loads(_decode(self.access.split(".")[1]))
        return claims


def forged(given: Given, foreign_user: int) -> Iterator[tuple[str, str]]:
    """(what it is, token)."""
    yield from _unsigned(given)
    yield from _guessed(given)
    yield from _of_other_algorithms(given)
    yield from _naming_a_key(given)
    yield from _with_wrong_claims(given)
    yield from _tampered(given, foreign_user)


def _unsigned(given: Given) -> Iterator[tuple[str, str]]:
    for algorithm in ("none", "None", "NONE", "nOnE", "", None, 5):
        yield f"unsigned, {algorithm!r}", f"{_text({'alg': algorithm, 'typ': 'JWT'})}.{_text(given.claims)}."
    yield "unsigned, of no algorithm", f"{_text({'typ': 'JWT'})}.{_text(given.claims)}."


def _guessed(given: Given) -> Iterator[tuple[str, str]]:
    for key in (*GUESSES, given.public):
        yield f"key {key[:20]!r}", sign(given.claims, key)


def _of_other_algorithms(given: Given) -> Iterator[tuple[str, str]]:
    for algorithm, digest in (("HS384", "sha384"), ("HS512", "sha512"), ("HS256", "sha512")):
        yield f"{algorithm}, signed with {digest}", sign(given.claims, given.key, digest, alg=algorithm)
    for algorithm in ("RS256", "ES256", "PS256", "EdDSA", "hs256"):
        yield f"{algorithm}, signed as HS256", sign(given.claims, given.key, alg=algorithm)


def _naming_a_key(given: Given) -> Iterator[tuple[str, str]]:
    own = {"kty": "oct", "k": _encode(b"mine")}
    for header in (
        {"kid": "../../dev/null"},
        {"kid": "' UNION SELECT 'mine"},
        {"kid": given.url},
        {"jku": given.url},
        {"x5u": given.url},
        {"jwk": own},
        {"x5c": [_encode(b"mine")]},
    ):
        key = "" if "dev/null" in str(header) else "mine"
        yield f"naming its key: {header}"[:60], sign(given.claims, key, **header)


def _with_wrong_claims(given: Given) -> Iterator[tuple[str, str]]:
    """Signed with the real key."""
    later = int((datetime.now(UTC) + timedelta(hours=1)).timestamp())
    for what, wrong in (WRONG_CLAIMS | {"of later": {"nbf": later}, "made later": {"iat": later}}).items():
        claims = {name: value for name, value in (given.claims | wrong).items() if value is not GONE}
        yield f"claims {what}", sign(claims, given.key)


def _tampered(given: Given, foreign_user: int) -> Iterator[tuple[str, str]]:
    header, payload, signature = given.access.split(".")
    yield "the refresh token", given.refresh
    yield "of another user", f"{header}.{_text(given.claims | {'user_id': str(foreign_user)})}.{signature}"
    yield "cut short", f"{header}.{payload}.{signature[:20]}"
    yield "without signature", f"{header}.{payload}"
    yield "with a fourth part", f"{given.access}.{signature}"
    yield "in other letters", given.access.swapcase()
    yield "of accents", "\xe9" * 40
    yield "of 7,000 letters", f"{header}.{'a' * 7000}.{signature}"
    yield "of three dots", "..."


def sign(claims: Claims, key: str, digest: str = "sha256", **header: Any) -> str:
    """By hand: libraries refuse to make most of these."""
    signed = f"{_text({'alg': 'HS256', 'typ': 'JWT'} | header)}.{_text(claims)}"
    return f"{signed}.{_encode(hmac.digest(key.encode(), signed.encode(), digest))}"


def _text(value: object) -> str:
    return _encode(json.dumps(value).encode())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
