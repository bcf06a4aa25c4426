"""The button on a trainer's page in the admin with which one of the staff works as that trainer."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trainers import impersonation
from trainers.domain_admin import DomainAdmin
from trainers.impersonation import AlreadyBegun, may_impersonate
from trainers.models import Trainer


class ImpersonationAdmin(DomainAdmin):
    """The admin of trainers as whom others may work."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Trainer]:
        """With the user, by whom it is decided."""
        return super().get_queryset(request).select_related("user")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.work_as))
        own = path("<path:object_id>/work-as/", view, name="trainers_trainer_work_as")
        return [own, *super().get_urls()]

    def work_as(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """To the trainer's calendar. Raises PermissionDenied where it is not allowed."""
        trainer = self.get_object(request, unquote(object_id))
        if trainer is None:
            raise Http404
        try:
            impersonation.begin(request, trainer, timezone.now())
        except AlreadyBegun:
            messages.error(request, _("You work as a trainer already. Stop that first."))
            return redirect("admin:trainers_trainer_change", trainer.pk)
        return redirect("home")

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        trainer = context.get("original")
        context["may_work_as"] = trainer is not None and may_impersonate(request.user, trainer)
        context["works_as"] = impersonation.impersonated(request, timezone.now())
        return super().render_change_form(request, context, *args, **kwargs)
