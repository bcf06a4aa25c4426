"""Every address of the product: pages and admin from Django's resolver, the APIs from their schemas.

A template is an address with its parameters in braces: /sessions/{uuid}/edit/.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve

DIALECTS = ("/api/v1/", "/api/calendar/", "/api/timeline/")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ANYTHING_ELSE = {"/api.*", "/admin/{url}"}


@dataclass(frozen=True)
class Operation:
    """What a schema says of a method of an address: `body` is an example, `query` the parameters' names."""

    method: str
    template: str
    body: dict[str, Any] | None = field(default=None, hash=False)
    query: tuple[str, ...] = ()


def templates() -> list[str]:
    """All that the resolver knows but what catches the rest."""
    return sorted({_template(route) for route in _routes(get_resolver().url_patterns)} - ANYTHING_ELSE)


def operations() -> list[Operation]:
    """All of the three schemas."""
    return [
        _operation(method, path, said, schema)
        for schema in map(_schema, DIALECTS)
        for path, item in schema["paths"].items()
        for method, said in item.items()
        if method.upper() in METHODS
    ]


def parameters(template: str) -> list[str]:
    return re.findall(r"{(\w+)}", template)


def _routes(patterns: Any, above: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def _template(route: str) -> str:
    if route.startswith("^api(?:"):
        return "/api.*"
    simple = simplify_regex(re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", re.sub(r"/\?\$$", "$", route)))
    return re.sub(r"<(\w+)>", r"{\1}", simple).replace("//", "/")


def _schema(dialect: str) -> dict[str, Any]:
    path = f"{dialect}schema"
    response = resolve(path).func(RequestFactory().get(path))
    schema: dict[str, Any] = json.loads(response.render().content)
    return schema


def _operation(method: str, path: str, said: Any, schema: Any) -> Operation:
    query = tuple(it["name"] for it in said.get("parameters", ()) if it["in"] == "query")
    content = _json_of(said)
    return Operation(method.upper(), path, _body(content, schema) if content else None, query)


def _body(content: dict[str, Any], schema: Any) -> dict[str, Any]:
    """Its example; what is not in that, as another operation has it, and of ids at least the name."""
    shape = content["schema"]
    if "$ref" in shape:
        shape = schema["components"]["schemas"][shape["$ref"].rsplit("/", 1)[1]]
    names, known = shape.get("properties", {}), _examples(schema)
    ids = {name: None for name in names if name.lower().endswith("id")}
    return ids | {name: known[name] for name in names if name in known} | _example(content)


def _examples(schema: Any) -> dict[str, Any]:
    """{name of a property: a value it has in some operation's example}."""
    said = (operation for item in schema["paths"].values() for operation in item.values())
    contents = filter(None, map(_json_of, said))
    return {name: value for content in contents for name, value in _example(content).items()}


def _json_of(said: Any) -> dict[str, Any] | None:
    content: dict[str, Any] | None = said.get("requestBody", {}).get("content", {}).get("application/json")
    return content


def _example(content: dict[str, Any]) -> dict[str, Any]:
    return next((dict(example["value"]) for example in content.get("examples", {}).values()), {})
