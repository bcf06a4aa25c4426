"""The admin of users and trainers."""

from html import unescape
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework_simplejwt.token_blacklist.models import BlacklistedToken, OutstandingToken

from scheduling import history
from scheduling.domain import capacity
from trainers.domain import hire
from trainers.domain_admin import Objects, SteadyAdmin, WritingForm, records
from trainers.forms import BothVersions
from trainers.hours_admin import TimeOffInline, WorkingHoursInline
from trainers.impersonation_admin import ImpersonationAdmin
from trainers.models import Trainer, User

admin.site.site_header = admin.site.site_title = "MectoFitness"
admin.site.index_title = gettext_lazy("Administration")
# A refresh token signs in whoever can read it, so nobody can.
admin.site.unregister([OutstandingToken, BlacklistedToken])


def make_steady(model: type[models.Model]) -> None:
    """What another package brought into the admin answers like ours to what no page sends.

    Without actions of its own: that of django-axes works in a sign-in only, where what expired goes anyway.
    """
    theirs = type(admin.site.get_model_admin(model))
    admin.site.unregister(model)
    admin.site.register(model, type(theirs.__name__, (SteadyAdmin, theirs), {"actions": ()}))


for brought in (Group, AccessAttempt, AccessLog, AccessFailureLog):
    make_steady(brought)


class OneAddressEach(forms.ModelForm):
    """An e-mail address leads to one user, whatever the case: a forgotten password is mailed to it."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        others = User.objects.exclude(pk=self.instance.pk).filter(email__iexact=email)
        if email and "email" in self.changed_data and others.exists():
            raise ValidationError(_("There is a user with this e-mail already."), code="unique")
        return email


class NewUserForm(OneAddressEach, AdminUserCreationForm):
    """A new user."""


class UserForm(OneAddressEach, BothVersions, UserChangeForm):
    """A user who is there. A user has no version, so what two change at once is told by the values alone."""

    COMPARED: ClassVar = {
        "username",
        "first_name",
        "last_name",
        "email",
        "is_active",
        "is_staff",
        "is_superuser",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.carry(self.COMPARED & self.fields.keys())

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.is_overtaken = self.show_theirs()
        if self.is_overtaken:
            self.add_error(None, self.OVERTAKEN)
        return values


@admin.register(User)
class Users(SteadyAdmin, UserAdmin):
    """Who signs in. An inactive user is out at once: browser sessions and API tokens end."""

    form = UserForm
    add_form = NewUserForm
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "email", "usable_password", "password1", "password2"),
            },
        ),
    )
    list_display = ("username", "email", "trainer", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_superuser")
    list_select_related = ("trainer",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Others than superusers hand out roles at most: they could make superusers of themselves."""
        if request.user.is_superuser:
            return ()
        rights, roles = ("is_superuser", "user_permissions"), ("is_staff", "groups")
        return rights if request.user.has_perm("trainers.give_roles") else (*rights, *roles)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nobody gives more than they have."""
        if db_field.name == "groups" and not request.user.is_superuser:
            kwargs["queryset"] = roles_within(request.user)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """The password of somebody who may do more is not for others to set."""
        return self._is_for(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return self._is_for(request, obj) and super().has_delete_permission(request, obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Django escapes the name in its title, and its template does so again."""
        response = super().user_change_password(request, id, form_url)
        if isinstance(response, TemplateResponse) and response.context_data:
            response.context_data["title"] = unescape(response.context_data["title"])
        return response

    def in_the_way(self, objs: Objects) -> list[str]:
        return records_of(Trainer.objects.filter(user__in=objs))

    def zone_of(self, obj: User) -> ZoneInfo:
        return obj.trainer.zone if hasattr(obj, "trainer") else ZoneInfo("UTC")

    def recorded_of(self, obj: User) -> list[history.Records]:
        return history.of_user(obj)

    def _is_for(self, request: HttpRequest, obj: User | None) -> bool:
        if request.user.is_superuser or obj is None:
            return True
        return not obj.is_superuser and obj.get_all_permissions() <= request.user.get_all_permissions()


def roles_within(user: Any) -> models.QuerySet[Group]:
    """The roles of which the user may do everything."""
    own = user.get_all_permissions()
    beyond = [
        right.pk
        for right in Permission.objects.select_related("content_type")
        if f"{right.content_type.app_label}.{right.codename}" not in own
    ]
    return Group.objects.exclude(permissions__in=beyond)


PREFERENCES = {"buffer_minutes", "notice_minutes", "week_starts_on", "language"}


class TrainerForm(WritingForm):
    """A trainer with an account that is there already. A preference that is left empty is the usual one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in PREFERENCES & self.fields.keys():
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name in PREFERENCES & values.keys():
            if values[name] in {None, ""}:
                values[name] = getattr(Trainer(), name)
        return values

    def write(self) -> Trainer:
        if self.instance.pk is None:
            if "user" not in self.changes:
                raise ValidationError(self.unreadable)
            return hire(self.changes["user"], {}, self.changes, self.unreadable)
        now = timezone.now()
        return capacity.revise(self.instance, {}, self.changes, self.unreadable, seen=self.seen, now=now)


@admin.register(Trainer)
class Trainers(ImpersonationAdmin):
    """Who trains, when they work and when they are away."""

    form = TrainerForm
    fields = (
        "user",
        "full_name",
        "timezone",
        "language",
        "parallel_sessions",
        "usual_session_minutes",
        "buffer_minutes",
        "notice_minutes",
        "week_starts_on",
        "twelve_hour_clock",
        "shortcuts",
    )
    raw_id_fields = ("user",)
    inlines = (WorkingHoursInline, TimeOffInline)
    list_display = ("full_name", "user", "timezone", "parallel_sessions", "is_active")
    list_filter = ("user__is_active", "timezone")
    search_fields = ("full_name", "user__username", "user__email")

    @admin.display(boolean=True, description=gettext_lazy("active"), ordering="user__is_active")
    def is_active(self, trainer: Trainer) -> bool:
        return trainer.user.is_active

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        """Other hours are another version of the trainer: whoever has the old ones before them is told."""
        super().save_formset(request, form, formset, change)
        if change and formset.has_changed():
            formset.instance.save(update_fields=["version"])

    def in_the_way(self, objs: Objects) -> list[str]:
        return records_of(Trainer.objects.filter(pk__in=[trainer.pk for trainer in objs]))

    def zone_of(self, obj: Trainer) -> ZoneInfo:
        return obj.zone

    def recorded_of(self, obj: Trainer) -> list[history.Records]:
        return history.of_trainer(obj)


def records_of(trainers: models.QuerySet[Trainer]) -> list[str]:
    """What keeps trainers from being deleted: whatever refers to them and is protected."""
    return [
        line
        for relation in Trainer._meta.related_objects
        if relation.on_delete is models.PROTECT
        for line in records(
            relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": trainers}),
            _("these are records and are kept. Make the user inactive instead."),
        )
    ]
