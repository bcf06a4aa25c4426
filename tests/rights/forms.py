"""What a browser sends from each form of the admin, filled in so that something would be written."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from clients.models import Client
from tests.rights.table import NOBODY, SUPERUSER, is_of_model, model_and_page
from tests.strangers import addresses

if TYPE_CHECKING:
    from tests.rights.world import World

# The first of these that a form has is written anew.
WRITTEN = ("title", "first_name", "full_name", "name", "username")
PASSWORD = {"password1": "six green bicycles", "password2": "six green bicycles", "usable_password": "true"}
TIMES = {"scheduled_start": "2028-06-10T10:00", "scheduled_end": "2028-06-10T11:00"}
SPAN = {"start": "2028-06-11T10:00", "end": "2028-06-11T11:00"}


def of_admin(world: "World") -> dict[str, dict[str, Any]]:
    """{template: fields}; of an object as it is shown to a superuser."""
    visitor, found = world.visitors[SUPERUSER], {}
    for template in addresses.templates():
        if is_of_model(template):
            page = model_and_page(template)[1]
            path = world.paths(template)[0]
            if page in {"add", "change"}:
                found[template] = _filled(visitor.ask("GET", path, {}), world, is_new=page == "add")
            else:
                found[template] = _confirmed(world, template)
    return found


def _confirmed(world: "World", template: str) -> dict[str, Any]:
    """Deletes what is chosen, erases a client, gives a user a password."""
    model, _ = model_and_page(template)
    action = "remove_selected" if model in {"series", "timeline"} else "delete_selected"
    chosen = {"_selected_action": world.objects[model], "action": action, "index": "0"}
    name = Client.objects.get(pk=world.objects["client"]).name
    return {"post": "yes", "name": name, **chosen, **PASSWORD}


def _filled(page: Any, world: "World", *, is_new: bool) -> dict[str, Any]:
    if page.status_code != 200:
        return {}
    form, rows = page.context["adminform"].form, page.context["inline_admin_formsets"]
    fields = dict(_shown(form))
    for each in rows:
        forms = (each.formset.management_form, *each.formset.initial_forms)
        fields |= {name: value for one in forms for name, value in _shown(one)}
    if is_new:
        fields |= {name: value for name, value in _new(world).items() if name in form.fields}
    first = next((name for name in WRITTEN if name in form.fields), None)
    return fields | ({first: "Mine"} if first else {})


def _new(world: "World") -> dict[str, Any]:
    keys = {name: world.objects[name] for name in ("trainer", "client", "timeline")}
    names = {"last_name": "Now", "email": "mine@example.com", "timezone": "Europe/Berlin"}
    return keys | {"user": world.people[NOBODY]} | names | PASSWORD | TIMES | SPAN


def _shown(form: Any) -> Iterator[tuple[str, Any]]:
    """(name, value) as a browser would send it; what is empty or not ticked is left out."""
    for field in form:
        value, widget = field.value(), field.field.widget
        parts = widget.decompress(value) if hasattr(widget, "widgets") else None
        for name, part in _parts(field.html_name, parts) if parts else [(field.html_name, value)]:
            if part is not None and part is not False and part != "":
                yield name, "on" if part is True else part


def _parts(name: str, parts: Any) -> list[tuple[str, Any]]:
    return [(f"{name}_{number}", part) for number, part in enumerate(parts)]
