"""Whatever a history or a form calls a model or a field by can be said in another language."""

import pytest
from django.utils.functional import Promise
from django.utils.translation import override

from clients.models import Client
from scheduling import history
from scheduling.models import SavedView, Series, Session, Timeline, names
from trainers.models import TimeOff, Trainer, User, WorkingHours

BOOKKEEPING = {"ID", "version", "uuid", "deleted on", "laid out until", "occurrence on"}


@pytest.mark.parametrize("model", [SavedView, Series, Session, Timeline])
def test_names_of_sessions_and_what_belongs_to_them_are_translated(model):
    meta = model._meta
    named = [meta.verbose_name, meta.verbose_name_plural, *(field.verbose_name for field in meta.fields)]
    said = {str(name) for name in named if not isinstance(name, Promise)}
    assert {name for name in said if not name.endswith("event id")} <= BOOKKEEPING


@pytest.mark.parametrize("model", [Client, TimeOff, Trainer, User, WorkingHours])
def test_the_history_knows_the_names_of_the_others(model):
    own = {*history.WORDS, *names.WORDS, "time zone", "ID"}
    with override("en"):
        named = [model._meta.verbose_name, *(f.verbose_name for f in model.history.model.tracked_fields)]
        assert {str(name) for name in named} <= own
