"""ETag and If-Match: a change may be demanded on the version that was seen, or not at all."""

import re

from django.core.exceptions import ValidationError
from rest_framework.request import Request

from trainers.versions import Overtaken, Versioned

TAG = r'(?:W/)?"[\x21\x23-\x7e]*"'
TAGS = re.compile(rf"{TAG}(?:[ \t]*,[ \t]*{TAG})*")
HINT = 'Send the ETag as it was answered, for example If-Match: "3"'


def etag(stored: Versioned) -> dict[str, str]:
    """The header that says which version is answered."""
    return tag(stored.version)


def tag(version: int) -> dict[str, str]:
    return {"ETag": f'"{version}"'}


def seen(request: Request, stored: Versioned) -> int | None:
    """The version that the change shall be made on; None if any will do.

    Raises Overtaken if the caller wants none of what is stored, ValidationError for what is no list of tags.
    A weak tag matches nothing (RFC 9110, 13.1.1).
    """
    demanded = request.headers.get("If-Match", "*").strip()
    if demanded == "*":
        return None
    if not TAGS.fullmatch(demanded):
        raise ValidationError({"If-Match": HINT})
    if f'"{stored.version}"' not in re.findall(TAG, demanded):
        raise Overtaken(stored)
    return stored.version
