"""Whether what is answered, and what is shown as an example, is what a published schema says."""

from typing import Any

from jsonschema import Draft4Validator

Schema = dict[str, Any]
Operation = tuple[str, str]


def operations(schema: Schema, prefix: str) -> dict[Operation, Any]:
    """{(method, path below the prefix): what the schema says of it}."""
    return {
        (method, path.removeprefix(prefix)): operation
        for path, item in schema["paths"].items()
        for method, operation in item.items()
    }


def fits(schema: Schema, operation: Any, response: Any) -> bool:
    """The answer is one of those that the operation lists, with the shape it says."""
    listed = operation["responses"]
    assert str(response.status_code) in listed, response.content
    content = listed[str(response.status_code)]["content"]["application/json"]["schema"]
    assert misfits(schema, content, response.json()) == []
    return True


def examples_that_do_not_fit(schema: Schema, operation: Any) -> list[str]:
    """What is wrong with the examples of an operation's bodies and answers."""
    bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
    contents = [body.get("content", {}).get("application/json", {}) for body in bodies]
    return [
        wrong
        for content in contents
        for example in content.get("examples", {}).values()
        for wrong in misfits(schema, content["schema"], example["value"])
    ]


def misfits(schema: Schema, shape: Schema, value: Any) -> list[str]:
    whole = _draft4(shape) | {"components": _draft4(schema["components"])}
    return [error.message for error in Draft4Validator(whole).iter_errors(value)]


def _draft4(node: Any) -> Any:
    """OpenAPI 3.0 says `nullable` where JSON Schema says `null`; and here no key is a surprise."""
    if isinstance(node, list):
        return [_draft4(item) for item in node]
    if not isinstance(node, dict):
        return node
    changed = {key: _draft4(value) for key, value in node.items() if key != "nullable"}
    if node.get("nullable"):
        return {"anyOf": [changed, {"type": "null"}]}
    if node.get("type") == "object" and "additionalProperties" not in node:
        changed["additionalProperties"] = False
    return changed
