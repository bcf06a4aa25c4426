"""The admin of what is removed and yet kept, timelines and series: nobody changes it from then on."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.db import models, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from scheduling import admin_words
from scheduling.admin_search import WholeSearch
from scheduling.admin_steps import removing
from scheduling.models import Series, Session
from scheduling.models.session import is_to_come
from scheduling.record_admin import RecordAdmin
from trainers.domain_admin import Objects
from trainers.models import User


class Presence(admin.SimpleListFilter):
    """What is there, unless something else is asked for."""

    title = _("presence")
    parameter_name = "presence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("removed", gettext("Removed")), ("all", gettext("All"))]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        match self.value():
            case "removed":
                # Not by `exclude`, after which SQLite would not use their index.
                return queryset.filter(removed_at__isnull=False)
            case "all":
                return queryset
        return queryset.filter(removed_at=None)

    def choices(self, changelist: ChangeList) -> Any:
        unasked, *others = super().choices(changelist)
        return [{**unasked, "display": gettext("There")}, *others]


class RemovableAdmin(WholeSearch, RecordAdmin):
    """Deleting is removing, and what was removed is only shown."""

    delete_confirmation_template = "admin/scheduling/remove.html"
    readonly_fields = (*RecordAdmin.readonly_fields, "removed")
    actions = ("remove_selected",)

    def remove(self, obj: Any, now: datetime) -> None:
        """Have the domain remove it; raises DoesNotExist when it was removed before."""
        raise NotImplementedError

    def what_becomes(self, objs: Iterable[Any], now: datetime) -> list[Any]:
        """A line for each: how many of its sessions are cancelled, and how many kept."""
        raise NotImplementedError

    def get_list_display(self, request: HttpRequest) -> Any:
        listed = super().get_list_display(request)
        return (*listed, "is_there") if Presence.parameter_name in request.GET else listed

    @admin.display(boolean=True, description=_("there"), ordering="removed_at")
    def is_there(self, obj: Any) -> bool:
        return obj.removed_at is None

    @admin.display(description=_("removed at"))
    def removed(self, obj: Any) -> str:
        return admin_words.on_clock(obj.removed_at, self.zone_of(obj)) if obj.removed_at else "-"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or self.is_there(obj)) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return (obj is None or self.is_there(obj)) and super().has_delete_permission(request, obj)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        told = self._told_of_removal(request, object_id) if object_id and request.method == "POST" else None
        return told or super().changeform_view(request, object_id, *args, **kwargs)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        try:
            told = self._told_of_removal(request, object_id)
            return told or super().delete_view(
                request, object_id, {"title": gettext("Remove"), **(extra_context or {})}
            )
        except self.model.DoesNotExist:
            return self._tell_of_removal(request, object_id)

    def get_deleted_objects(
        self, objs: Objects, request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[str]]:
        return self.what_becomes(objs, timezone.now()), {}, set(), []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        now = timezone.now()
        with removing(obj, cast(User, request.user), now):
            self.remove(obj, now)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: Any) -> HttpResponse:
        words = gettext("Removed the %(name)s “%(obj)s”.")
        told = words % {"name": self.opts.verbose_name, "obj": obj_display}
        self.message_user(request, told, messages.SUCCESS)
        return self.response_post_save_change(request, self.model(pk=obj_id))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[LogEntry]:
        return LogEntry.objects.log_actions(cast(int, request.user.pk), queryset, DELETION, "Removed.")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    @admin.action(description=_("Remove selected %(verbose_name_plural)s"), permissions=["delete"])
    def remove_selected(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse | None:
        """Ask, saying what becomes of the sessions; then remove them."""
        if not request.POST.get("post"):
            return self._asked(request, queryset.filter(removed_at=None))
        # Each locks its trainer until all are done: see booking.cancel_all().
        chosen = list(queryset.order_by("trainer_id", "id"))
        with transaction.atomic():
            removed = [each for each in chosen if self._is_removed_now(request, each)]
            self.log_deletions(request, removed)
        before = max(len(chosen), len(set(request.POST.getlist(ACTION_CHECKBOX_NAME)))) - len(removed)
        told = [gettext("Removed: %(count)s.") % {"count": len(removed)}]
        if before:
            told.append(gettext("Removed already before: %(count)s.") % {"count": before})
        self.message_user(request, " ".join(told))
        return None

    def _is_removed_now(self, request: HttpRequest, obj: Any) -> bool:
        try:
            self.delete_model(request, obj)
        except self.model.DoesNotExist:
            return False
        return True

    def _asked(self, request: HttpRequest, chosen: models.QuerySet[Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Remove %(names)s") % {"names": self.opts.verbose_name_plural},
            "opts": self.opts,
            "media": self.media,
            "chosen": chosen,
            "deleted_objects": self.what_becomes(chosen, timezone.now()),
            "action_checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/scheduling/remove_selected.html", context)

    def _told_of_removal(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """The way back to what somebody removed before; None if it is there, or not for this user."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None or self.is_there(obj) or not self.has_view_permission(request, obj):
            return None
        return self._tell_of_removal(request, object_id)

    def _tell_of_removal(self, request: HttpRequest, object_id: str) -> HttpResponse:
        told = gettext("Somebody removed this %(name)s before.") % {"name": self.opts.verbose_name}
        self.message_user(request, told, messages.WARNING)
        return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)


def cancelled_and_kept(series: Iterable[Series], now: datetime) -> dict[int, tuple[int, int]]:
    """{primary key: (how many sessions a removal cancels, how many it keeps)}"""
    without_any = {each.pk: (0, 0) for each in series}
    counted = Session.objects.filter(series__in=without_any).order_by().values("series")
    rows = counted.annotate(all=Count("pk"), cancelled=Count("pk", filter=is_to_come(now)))
    return without_any | {row["series"]: (row["cancelled"], row["all"] - row["cancelled"]) for row in rows}


def line(obj: models.Model, cancelled: int, kept: int) -> str:
    """“Yoga”: 53 to come are cancelled, 1 is kept."""
    if not cancelled and not kept:
        return gettext("“%(name)s”: no sessions") % {"name": obj}
    coming = ngettext("%(count)s to come is cancelled", "%(count)s to come are cancelled", cancelled)
    others = ngettext("%(count)s is kept", "%(count)s are kept", kept)
    said = {"name": obj, "cancelled": coming % {"count": cancelled}, "kept": others % {"count": kept}}
    return gettext("“%(name)s”: %(cancelled)s, %(kept)s") % said
