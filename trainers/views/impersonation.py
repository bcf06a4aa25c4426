"""The end of working as a trainer; it begins in the admin (trainers/impersonation_admin.py)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trainers import impersonation


@never_cache
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    """Back to where it began. Who works as nobody, or is signed out meanwhile, loses nothing."""
    trainer = impersonation.end(request)
    if trainer is None:
        return redirect("home")
    messages.success(request, _("You no longer work as %(trainer)s.") % {"trainer": trainer})
    may_look = getattr(request.user, "is_staff", False) and request.user.has_perm("trainers.view_trainer")
    return redirect("admin:trainers_trainer_change", trainer.pk) if may_look else redirect("home")
