"""Whatever a history, a form or the admin calls a model or a field by is said in the reader's language."""

import pytest
from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import override

from clients.models import Client
from scheduling.models import SavedView, Series, Session, Timeline, names
from trainers.models import TimeOff, Trainer, User, WorkingHours
from trainers.names import WORDS

# And those that are marked where the field is made.
KNOWN = {*WORDS, *names.WORDS, "time zone", "type", "repeats", "ID"}
# On no page.
BOOKKEEPING = {"version", "uuid", "deleted on", "laid out until", "occurrence on"}
MODELS = [Client, SavedView, Series, Session, TimeOff, Timeline, Trainer, User, WorkingHours]


@pytest.mark.parametrize("model", MODELS)
def test_names_are_translated(model):
    meta = model._meta
    fields = [field.verbose_name for field in model.history.model.tracked_fields]
    named = [meta.verbose_name, meta.verbose_name_plural, *fields]
    with override("en"):
        told = {str(name) for name in named if not str(name).endswith("event id")}

    assert [name for name in named if not isinstance(name, Promise)] == []
    assert told - BOOKKEEPING <= KNOWN


@pytest.mark.parametrize("app", ["clients", "scheduling", "trainers"])
def test_names_of_apps_are_translated(app):
    assert isinstance(apps.get_app_config(app).verbose_name, Promise)


def test_admin_in_german(admin_client, alice):
    """Also the labels of forms, which are made once."""
    with override("de"):
        expected = [str(Trainer._meta.get_field(name).verbose_name) for name in ("full_name", "language")]
    page = admin_client.get(
        f"/admin/trainers/trainer/{alice.pk}/change/", headers={"Accept-Language": "de"}
    ).content.decode()

    assert expected == ["vollständiger Name", "Sprache"]
    assert [name[0].upper() + name[1:] in page for name in expected] == [True, True]
