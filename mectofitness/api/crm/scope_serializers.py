"""How far a change of a session of a series reaches, and the preview of it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from mectofitness.api.crm.serializers import DeleteQuery
from mectofitness.api.fields import ChoiceField, FlagField, Input, InstantField
from scheduling.domain.conflicts import Collision
from scheduling.domain.plans import Kept, why_kept
from scheduling.domain.scopes import Scope
from scheduling.models import Session


class ScopeQuery(Input):
    scope = ChoiceField(
        Scope,
        default=Scope.THIS.value,
        help_text="Of a session of a series: `this` one, it and all that are `following`, or `all` that are"
        " still to come.",
    )
    dry_run = FlagField(default=False, help_text="If true, nothing is changed; a preview is answered.")


class ScopedDeleteQuery(DeleteQuery, ScopeQuery):
    """What a caller may say of a deletion."""


class TimesData(serializers.Serializer):
    scheduled_start = InstantField()
    scheduled_end = InstantField()


class VersionData(TimesData):
    title = serializers.CharField()


class SharedData(VersionData):
    """What a change of a series can change."""

    description = serializers.CharField(allow_null=True)
    session_type = serializers.ChoiceField(Session.Type.choices)
    location = serializers.CharField(allow_null=True)


class ChangeData(serializers.Serializer):
    id = serializers.IntegerField(source="session.id")
    before = SharedData(source="session")
    after = SharedData(source="to")


class RemovedData(VersionData):
    id = serializers.IntegerField()


class KeptData(RemovedData):
    """A session of the series that does not change."""

    reason = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ChoiceField([reason.value for reason in Kept]))
    def get_reason(self, session: Session) -> str:
        return why_kept(session, self.context["now"])


class TakenData(serializers.Serializer):
    """`id` is null of a session that is not stored yet, and, with the title, of another trainer's."""

    id = serializers.IntegerField(source="pk", allow_null=True)
    title = serializers.CharField(allow_null=True)
    scheduled_start = InstantField(source="start")
    scheduled_end = InstantField(source="end")


class CollisionData(TimesData):
    """A time of the session or its series, and what has it already."""

    scheduled_start = InstantField(source="session.scheduled_start")
    scheduled_end = InstantField(source="session.scheduled_end")
    in_the_way = serializers.SerializerMethodField()

    @extend_schema_field(TakenData)
    def get_in_the_way(self, collision: Collision) -> Any:
        taken = TakenData(collision.taken, context=self.context).data
        # What another trainer has booked with this client is not for this trainer to read.
        own = collision.taken.trainer_id == collision.session.trainer_id
        return taken if own else taken | {"id": None, "title": None}


class PreviewData(serializers.Serializer):
    """What would become of the sessions of a series; `removed` are those cancelled, or deleted."""

    changed = ChangeData(many=True)
    added = TimesData(many=True)
    removed = RemovedData(many=True, source="dropped")
    kept = KeptData(many=True)
    conflicts = CollisionData(many=True, source="collisions")
