"""Which pages staff may see: those for which they have the rights."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page

# Of sessions: what stays between a trainer and those of the staff who may see it.
PRIVATE_NOTES = "scheduling.view_trainer_notes"

NO_STAFF_STATUS = gettext_lazy(
    "Its role is for staff. Ask whoever runs this site to tick “staff status” for this user."
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff_required(*rights: str) -> Callable[[View[P]], View[P]]:
    """Let only staff with all these rights in. Nothing they have seen is kept by the browser."""

    def decorated(view: View[P]) -> View[P]:
        @gzip_page
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may_administer(request.user, *rights):
                raise PermissionDenied(_refusal(request.user))
            return view(request, *args, **kwargs)

        return guarded

    return decorated


def _refusal(user: Any) -> Any:
    return NO_STAFF_STATUS if lacks_staff_status(user) else _("Your role does not allow this.")


def lacks_staff_status(user: Any) -> bool:
    """Whether the user was given rights, in a role or not, but is not one of the staff who may use them."""
    return not user.is_staff and bool(user.get_all_permissions())


def may_administer(user: Any, *rights: str) -> bool:
    """Whether the user is one of the staff who has all these rights."""
    return bool(user.is_staff and user.has_perms(rights))
