"""What the admin of every app has in common: the domain writes, and no request makes it stumble."""

from collections.abc import Sequence
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.core.exceptions import BadRequest, ValidationError
from django.db import DataError, models, transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from scheduling import history
from trainers.forms import DomainForm, LongText
from trainers.long_lists import MOST_TEXT, NUL, BoundedPaginator, LongList
from trainers.resubmission import sent_once
from trainers.staff import PRIVATE_NOTES
from trainers.versions import Overtaken

Objects = Sequence[Any] | models.QuerySet[Any]

# By what the filters of a list ask. Others make a database stumble: a broken regex, text in a list of days.
LOOKUPS = {"exact", "isnull", "isempty", "gte", "lt", "year", "month", "day"}


def private_fields(request: HttpRequest) -> frozenset[str]:
    """What stays between a trainer and those of the staff who may see it."""
    may_see = request.user.has_perm(PRIVATE_NOTES)
    return frozenset() if may_see else frozenset({"trainer_notes"})


class Several(forms.ModelMultipleChoiceField):
    """Some objects by their keys: one that no database has room for is no choice, and no error of ours."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if not is_key(str(key)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": key}
                )
        return super().clean(value)


def is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


class SteadyAdmin(admin.ModelAdmin):
    """An admin that answers also to what no page of its own sends."""

    list_per_page = 50
    show_full_result_count = False
    # Counting for each choice of each filter would look at everything.
    show_facets = admin.ShowFacets.NEVER
    paginator = BoundedPaginator

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongList

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        return super().get_search_results(request, queryset, search_term.replace(NUL, "")[:MOST_TEXT])

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        if any(NUL in value for name, value in request.GET.items() if name != SEARCH_VAR):
            raise IncorrectLookupParameters
        try:
            return super().get_changelist_instance(request)
        except (ValueError, OverflowError, DataError) as error:
            # A filter's value that no database can be asked for: a NUL, a year of 30 digits.
            raise IncorrectLookupParameters(error) from error

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        asked = "__" not in lookup or lookup.rsplit("__", 1)[1] in LOOKUPS
        # Nobody finds out by comparing what they may not read.
        asked = asked and private_fields(request).isdisjoint(lookup.split("__"))
        return asked and super().lookup_allowed(lookup, value, request)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """No field is meant by an empty name."""
        return super().get_object(request, object_id, from_field or None)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{"form_class": Several, **kwargs})

    @method_decorator(sent_once)
    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().add_view(request, form_url, extra_context)

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if not all(map(is_key, chosen)):
            raise BadRequest(_("What was chosen is not on this page."))
        everything = request.POST.get("select_across", "0") != "0"
        if everything and (seen := BoundedPaginator(queryset, self.list_per_page)).is_cut:
            words = _("These are more than %(most)s. Choose fewer, by a filter or a search.")
            self.message_user(request, words % {"most": seen.count}, messages.WARNING)
            return redirect(request.get_full_path())
        return super().response_action(request, queryset, *args, **kwargs)

    def get_deleted_objects(
        self, objs: Objects, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What stands in the way in a line each: Django would load and list every single session."""
        in_the_way = self.in_the_way(objs)
        if in_the_way:
            return [], {}, set(), in_the_way
        return super().get_deleted_objects(objs, request)

    def in_the_way(self, objs: Objects) -> list[str]:
        """Why these cannot be deleted, and what to do instead."""
        return []

    def zone_of(self, obj: Any) -> ZoneInfo:
        """The clock that its times are on."""
        zone: ZoneInfo = obj.trainer.zone
        return zone

    def recorded_of(self, obj: Any) -> list[history.Records]:
        """What the history of the object is read from; nothing, where the product keeps none."""
        return []

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """What changed, from every door, above what Django notes of the admin's own."""
        response = super().history_view(request, object_id, extra_context)
        if not isinstance(response, TemplateResponse) or response.context_data is None:
            return response
        obj, now = response.context_data["object"], timezone.now()
        if sources := self.recorded_of(obj):
            with timezone.override(self.zone_of(obj)):
                asked = request.GET.get("changes")
                hidden = private_fields(request)
                changes = history.read(sources, now=now, asked=asked, hidden=hidden)
                response.context_data |= {"changes": changes, "now": now}
                response.render()  # later it would be on another clock
        return response


class WritingForm(DomainForm):
    """A form of the admin that is written by the domain while it is validated."""

    def write(self) -> models.Model:
        """Write `self.changes`; raises ValidationError, also for everything in `self.unreadable`."""
        raise NotImplementedError

    def _post_clean(self) -> None:
        # The admin validates a form and saves it later, where a refusal could only be an error 500. So
        # the domain, which checks and writes in one step, is called here, where a refusal still becomes
        # an error beside its field; the admin's own save does nothing (DomainAdmin.save_model). A form
        # is validated once, so nothing is written twice. What is written here for a page that is not
        # saved in the end, because rows below the form are wrong, DomainAdmin takes back.
        try:
            with transaction.atomic():
                self.instance = self.write()
        except ValidationError as error:
            self.refuse(error)
        except self._meta.model.DoesNotExist:
            words = _("Somebody removed this %(name)s meanwhile.")
            self.refuse(ValidationError(words % {"name": self._meta.model._meta.verbose_name}))
        except Overtaken:
            self.add_error(None, _("Somebody else has changed this at this moment. Load the page again."))


class DomainAdmin(SteadyAdmin):
    """An admin whose form is a WritingForm."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {models.TextField: {"form_class": LongText}}
    record: ClassVar[tuple[Any, dict[str, Any]]] = (gettext_lazy("Record"), {"fields": ("uuid",)})
    readonly_fields = ("uuid",)

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """What the product notes by itself is shown of what is there, and the form carries its version."""
        private = private_fields(request)
        fieldsets: Any = [
            (title, {**options, "fields": [it for it in options["fields"] if it not in private]})
            for title, options in super().get_fieldsets(request, obj)
        ]
        if obj is None:
            return fieldsets
        if self.has_change_permission(request, obj):
            (title, first), *others = fieldsets
            fieldsets = [(title, {**first, "fields": [*first["fields"], "version"]}), *others]
        return [*fieldsets, self.record]

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:
        """The form has written it: see WritingForm."""

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: Any, change: bool) -> None:
        formset.instance = form.instance  # of something new the formset knew only the empty form's
        super().save_formset(request, form, formset, change)

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().render_change_form(request, *args, **kwargs)
        if request.method == "POST":
            # The page comes back instead of a redirect: whatever the form wrote must not stay.
            transaction.set_rollback(True)
        return response


def records(things: models.QuerySet, advice: str) -> list[str]:
    """A line such as "3 sessions: <advice>"; none if there are none."""
    count, names = things.count(), things.model._meta
    return [f"{count} {names.verbose_name if count == 1 else names.verbose_name_plural}: {advice}"][:count]
