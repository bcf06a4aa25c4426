"""Saved views: kept under a name, renamed, removed; the trainer's own."""

import pytest
from django.core.exceptions import ValidationError

from scheduling.domain import saved_views
from scheduling.models import SavedView
from trainers.versions import Overtaken

UNKNOWN = "7ed42ee7-aa61-4623-9898-5781762dde30"


@pytest.fixture
def group(alice):
    return saved_views.keep(alice, "Group classes", "week", "type=group")


@pytest.fixture
def signed_in(client, alice):
    client.force_login(alice.user)
    return client


def text(page):
    return page.content.decode()


def test_keep(alice):
    kept = saved_views.keep(alice, "Group classes", "week", "type=group")

    assert SavedView.objects.get() == kept
    assert (kept.trainer, kept.name, kept.view, kept.query) == (alice, "Group classes", "week", "type=group")


@pytest.mark.parametrize("name", ["", "\u200b", "two\nlines", "nul\x00", "x" * 61, "Group classes"])
def test_keep_refused(alice, group, name):
    with pytest.raises(ValidationError) as refused:
        saved_views.keep(alice, name, "week", "")

    assert list(refused.value.message_dict) == ["name"]
    assert SavedView.objects.count() == 1


def test_keep_another_trainers_name(charlie, group):
    saved_views.keep(charlie, group.name, "week", "")

    assert SavedView.objects.count() == 2


def test_keep_no_more_than_fit_a_menu(alice):
    for n in range(SavedView.MOST):
        saved_views.keep(alice, f"View {n}", "day", "")

    with pytest.raises(ValidationError, match="Remove one"):
        saved_views.keep(alice, "One more", "day", "")


def test_rename(group):
    renamed = saved_views.rename(group, "Classes", seen=1)

    assert (renamed.name, renamed.version) == ("Classes", 2)


def test_rename_to_what_it_is_called_is_no_change(group):
    assert saved_views.rename(group, group.name, seen=1).version == 1


def test_rename_of_another_version(group):
    saved_views.rename(group, "Classes")

    with pytest.raises(Overtaken):
        saved_views.rename(group, "Groups", seen=1)


def test_remove_twice(group):
    saved_views.remove(group)
    saved_views.remove(group)

    assert not SavedView.objects.exists()


# The pages


def test_save_and_come_back(signed_in, emma):
    sent = {"name": "Emma's week", "view": "week", "query": f"client={emma.uuid}&type=yoga"}

    answer = signed_in.post("/calendar/views/new/", sent)

    assert answer["Location"] == "/calendar/week/"
    saved = SavedView.objects.get()
    assert saved.query == f"client={emma.uuid}"  # what there is not is left out
    address = f"/calendar/week/?client={emma.uuid}"
    assert address in text(signed_in.get("/calendar/week/", follow=True))
    assert signed_in.get(address, follow=True).context["chips"][0].label == "Emma Wilson"


def test_save_sent_twice_is_one(signed_in):
    sent = {"name": "Groups", "view": "month", "query": "type=group", "form_key": "a" * 22}

    answers = [signed_in.post("/calendar/views/new/", sent)["Location"] for _ in range(2)]

    assert answers == ["/calendar/month/"] * 2
    assert SavedView.objects.count() == 1


def test_save_refused_keeps_what_was_typed(signed_in, group):
    sent = {"name": group.name, "view": "nonsense", "query": "status=completed", "next": "/calendar/day/"}

    page = signed_in.post("/calendar/views/new/", sent)

    assert page.status_code == 400
    assert page.context["form"].errors == {"name": ["You have a view of this name already."]}
    assert f'value="{group.name}"' in text(page)
    assert 'value="status=completed"' in text(page)


def test_rename_page(signed_in, group):
    address = f"/calendar/views/{group.uuid}/edit/"
    shown = signed_in.get(address)
    assert 'value="Group classes"' in text(shown)

    sent = {"name": "Classes", "initial-name": "Group classes", "version": "1"}
    assert signed_in.post(address, sent)["Location"] == "/calendar/views/"
    assert SavedView.objects.get().name == "Classes"
    assert signed_in.post(address, sent | {"name": "Groups"}).status_code == 409
    assert signed_in.post(address, {"name": "", "initial-name": "Classes", "version": "2"}).status_code == 400


def test_remove_page(signed_in, group):
    answer = signed_in.post(f"/calendar/views/{group.uuid}/remove/", follow=True)

    assert "Removed <bdi>Group classes</bdi>." in text(answer)
    assert "No views are saved yet" in text(answer)


def test_of_a_stranger(client, charlie, group):
    client.force_login(charlie.user)

    for page in ("edit", "remove"):
        for uuid in (group.uuid, UNKNOWN):
            assert client.post(f"/calendar/views/{uuid}/{page}/", {"name": "Mine"}).status_code == 404
    assert "Group classes" not in text(client.get("/calendar/views/"))
    assert SavedView.objects.get().name == "Group classes"


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(signed_in, alice, emma, count, django_assert_num_queries):
    for n in range(count):
        saved_views.keep(alice, f"View {n}", "week", f"client={emma.uuid}")

    with django_assert_num_queries(4):  # cookie, user, trainer, the views
        signed_in.get("/calendar/views/")
