"""The schema of each dialect: made without a warning, and for its own addresses only."""

import re

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS

DIALECTS = ["/api/v1", "/api/calendar", "/api/timeline"]


@pytest.mark.parametrize("prefix", DIALECTS)
def test_schema_without_warnings(prefix):
    GENERATOR_STATS.reset()

    schema = Client().get(f"{prefix}/schema").json()

    assert dict(GENERATOR_STATS._warn_cache) == {}
    assert dict(GENERATOR_STATS._error_cache) == {}
    assert schema["paths"]
    assert [path for path in schema["paths"] if not path.startswith(f"{prefix}/")] == []


@pytest.mark.parametrize("prefix", DIALECTS)
def test_schema_says_nothing_of_how_it_is_built(prefix):
    schema = Client().get(f"{prefix}/schema").json()

    said = [
        operation.get("description", "") for path in schema["paths"].values() for operation in path.values()
    ]
    assert [words for words in said if "ubclass" in words or "envelope" in words] == []
    assert not re.search(r"^\d+\. ", schema["info"]["description"], re.MULTILINE)  # Markdown's item of a list


@pytest.mark.parametrize("prefix", DIALECTS)
def test_operation_for_whom_staff_name_may_be_400(prefix):
    schema = Client().get(f"{prefix}/schema").json()

    named = {
        (path, method): operation["responses"]
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if "trainer_id" in {parameter["name"] for parameter in operation.get("parameters", [])}
    }
    assert named
    assert [operation for operation, answers in named.items() if "400" not in answers] == []


@pytest.mark.parametrize("prefix", DIALECTS)
def test_docs_need_no_other_host(prefix):
    page = Client().get(f"{prefix}/docs").content.decode()

    assert f'data-schema="{prefix}/schema"' in page
    assert "//" not in page.replace("<!doctype html>", "")


@pytest.mark.parametrize("prefix", DIALECTS)
@pytest.mark.parametrize("method", ["POST", "DELETE", "TRACE", "FOO"])
def test_docs_are_only_read(prefix, method):
    response = Client(enforce_csrf_checks=True).generic(method, f"{prefix}/docs")

    assert response.status_code == 405
    assert response.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("prefix", DIALECTS)
def test_only_measures_have_fractions(prefix):
    """QuickJSON writes those of one digit as REST framework does, and others perhaps otherwise."""
    shapes = Client().get(f"{prefix}/schema").json()["components"]["schemas"].values()

    assert {
        name
        for shape in shapes
        for name, field in shape.get("properties", {}).items()
        if field.get("type") == "number"
    } <= {"height", "weight"}
