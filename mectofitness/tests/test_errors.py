"""What is answered where no view was reached, or one failed."""

import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from mectofitness import views


@pytest.mark.parametrize("path", ["/api/v1/sessions", "/api/calendar/session", "/api/nothing"])
def test_fault_below_api_is_json(path):
    response = views.server_error(RequestFactory().get(path))

    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", ["/api/v1/sessions", "/calendar/week/"])
def test_database_away_is_503(path):
    try:
        raise OperationalError("server closed the connection unexpectedly")
    except OperationalError:  # as Django calls it
        response = views.server_error(RequestFactory().get(path))

    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert b"unexpectedly" not in response.content


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/x", "application/json"), ("/x", "text/html")])
def test_unknown_host(path, kind):
    response = Client(raise_request_exception=False).get(path, headers={"host": "evil.example"})

    assert response.status_code == 400
    assert response.headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v2/sessions", "/api/v1//sessions", "/api/V1/sessions"]
)
def test_unknown_address_below_api(db, path):
    response = Client().get(path)

    assert (response.status_code, response.json()) == (404, {"success": False, "error": "Not found"})


@pytest.mark.parametrize("path", ["//api/v1/sessions", "///api", "//api/timeline/sessions"])
def test_address_below_api_with_slashes_before_it(path):
    response = Client().get("/", PATH_INFO=path)

    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
