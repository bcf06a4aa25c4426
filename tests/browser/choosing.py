"""How a person chooses a client on a page."""

from playwright.sync_api import Page


def choose_client(page: Page, name: str) -> None:
    """In the form of a session: by a few letters, or from the list where no script runs."""
    choices = page.locator("select[data-combobox]")
    choices.wait_for(state="attached")
    page.wait_for_load_state()  # a script, where there is one, has made a field of the list
    if choices.is_visible():
        choices.select_option(label=name)
        return
    page.get_by_label("Client").fill(name)
    page.get_by_role("listbox", name="Suggestions").get_by_role("option", name=name).first.click()
