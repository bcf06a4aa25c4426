"""The admin of clients."""

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clients.domain import enrol, revise
from clients.erasure_admin import ErasureAdmin
from clients.models import Client
from scheduling import admin_words, history
from scheduling.models import Session, Timeline
from trainers.domain_admin import Objects, WritingForm, records
from trainers.long_lists import FewRelated, found, keys_of, words_in
from trainers.models import Trainer


class ClientForm(WritingForm):
    """Everything about a client."""

    def write(self) -> Client:
        if self.instance.pk is not None:
            return revise(self.instance, self.changes, self.unreadable, seen=self.seen)
        if "trainer" not in self.changes:
            raise ValidationError(self.unreadable)
        return enrol(self.changes["trainer"], self.changes, self.unreadable)


@admin.register(Client)
class Clients(ErasureAdmin):
    """The clients of all trainers. Who has sessions or timelines is made inactive or erased, not deleted."""

    form = ClientForm
    fieldsets = (
        (None, {"fields": ("trainer", "first_name", "last_name", "email", "phone", "status")}),
        (gettext_lazy("In an emergency"), {"fields": ("emergency_contact_name", "emergency_contact_phone")}),
        (
            gettext_lazy("Training"),
            {"fields": ("fitness_goal", "fitness_level", "medical_conditions", "notes")},
        ),
        (
            gettext_lazy("Body"),
            {"fields": ("date_of_birth", ("height", "height_unit"), ("weight", "weight_unit"))},
        ),
        (gettext_lazy("Membership"), {"fields": ("membership", "membership_until")}),
    )
    record = (gettext_lazy("Record"), {"fields": ("uuid", "erased")})
    readonly_fields: ClassVar[Any] = ("uuid", "erased")
    raw_id_fields = ("trainer",)
    list_display = ("name", "email", "phone", "trainer", "status")
    list_filter = ("status", "fitness_level", ("trainer", FewRelated))
    list_select_related = ("trainer",)
    search_fields = ("first_name", "last_name", "email", "phone", "trainer__full_name")

    def get_readonly_fields(self, request: HttpRequest, obj: Client | None = None) -> tuple[str, ...]:
        """Another trainer has a client with all that is to come: the desk hands over."""
        return (*self.readonly_fields, "trainer") if obj else self.readonly_fields

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[models.QuerySet[Client], bool]:
        """By every word in name, e-mail or phone, or by the trainer's name."""
        words = words_in(search_term)
        if not words:
            return queryset, False
        trainers = Trainer.objects.filter(full_name__icontains=" ".join(words))
        named = keys_of(queryset.search(" ".join(words)))
        trained = keys_of(queryset.filter(trainer__in=keys_of(trainers)))
        return found(request, queryset, list({*named, *trained})), False

    @admin.display(description=gettext_lazy("name"), ordering="first_name")
    def name(self, client: Client) -> str:
        return client.name

    @admin.display(description=gettext_lazy("erased at"))
    def erased(self, client: Client) -> str:
        return admin_words.on_clock(client.erased_at, client.trainer.zone) if client.erased_at else "-"

    def recorded_of(self, obj: Client) -> list[history.Records]:
        return history.of_client(obj, to_staff=True)

    def in_the_way(self, objs: Objects) -> list[str]:
        advice = _("these are records and are kept. Make the client inactive instead.")
        theirs = (Session.objects.filter(client__in=objs), Timeline.objects.filter(client__in=objs))
        return [told for things in theirs for told in records(things, advice)]
