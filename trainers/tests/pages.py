"""What a browser would send: the fields of a page's form, as the page shows them."""

from html.parser import HTMLParser


def shown(response, form="form"):
    """{name: value} of the form whose id ends in `form`; several values of one name are a list."""
    page = Page(form)
    page.feed(response.content.decode())
    return page.values


class Page(HTMLParser):
    """Reads inputs, text areas and selects as a browser does."""

    def __init__(self, form):
        super().__init__()
        self.form, self.inside = form, False
        self.values, self.name, self.text = {}, None, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("id", "").endswith(self.form)
        elif self.inside and tag == "textarea":
            self.name, self.text = given["name"], ""
        elif self.inside and tag == "select":
            self.name = given["name"]
        elif self.inside and tag == "option" and "selected" in given:
            self.values[self.name] = given.get("value", "")
        elif self.inside and tag == "input" and "name" in given:
            self.read_input(given)

    def read_input(self, given):
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" in given:
            self.values[given["name"]] = given.get("value", "on")
        elif kind not in {"checkbox", "radio", "submit", "button", "image", "file"}:
            self.values[given["name"]] = given.get("value", "")

    def handle_data(self, text):
        if self.text is not None:
            self.text += text

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False
        if tag == "textarea" and self.text is not None:
            # The first line break after the tag is layout; browsers send CR LF for the others.
            self.values[self.name] = self.text.removeprefix("\n").replace("\n", "\r\n")
            self.text = None
