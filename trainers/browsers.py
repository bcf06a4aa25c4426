"""What a browser says of itself."""

from django.http import HttpRequest


def first_view(request: HttpRequest) -> str:
    """The view of the calendar to begin with: on a phone there is room for a day."""
    # Every browser of a phone says so.
    return "day" if "Mobi" in request.headers.get("User-Agent", "") else "week"
