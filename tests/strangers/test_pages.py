"""Every page and every list of the admin: what a browser may keep. Who is let in: tests/rights."""

from tests.strangers import addresses, probes, trial
from tests.strangers.callers import COOKIE, OWNER, STAFF
from tests.strangers.here import Here

PAGES = [template for template in addresses.templates() if not template.startswith("/api/")]
ADMIN = [template for template in PAGES if template.startswith("/admin/")]
LISTS = [template for template in ADMIN if not addresses.parameters(template)]
# Django's own, with nothing in them but the name of who is signed in.
HARMLESS = {"/admin/jsi18n/", "/admin/password_change/", "/admin/password_change/done/"}
# For who has not signed in.
OPEN = {"/sign-in/", "/admin/login/", "/healthz", "/readyz", "/words/{language}.js"} | {
    page for page in PAGES if page.startswith("/password/reset/")
}


def answers(world: Here, templates: list[str], who: str, how: str) -> list[tuple[probes.Probe, trial.Told]]:
    """The answers to a GET of each; of a page of an object, with every one of Alice's names in it."""
    chosen = [
        probes.Probe("GET", template, path, who, how)
        for template in templates
        for path in list(probes.paths(template, world.alice))[: 1 if template in ADMIN else None]
    ]
    return list(zip(chosen, trial.ask(world, chosen), strict=True))


def test_pages_are_not_kept_by_the_browser(world: Here) -> None:
    """After signing out, Back must show nothing."""
    mine, staffs = set(PAGES) - set(ADMIN) - OPEN, set(LISTS) - HARMLESS - OPEN
    shown = [*answers(world, sorted(mine), OWNER, COOKIE), *answers(world, sorted(staffs), STAFF, COOKIE)]
    pages = {probe.template: told.headers for probe, told in shown if told.status == 200}

    assert len(pages) > 35
    assert [page for page, headers in pages.items() if "no-store" not in headers] == []
