"""The page of the API, from the OpenAPI document that the API gives of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import resolve

_WRITTEN = "<!-- Written by “oneshelf docs”. Change the operations in surfaces/api instead. -->"
_DOCUMENT = "/api/v1/openapi.json"


def document() -> dict[str, Any]:
    """Return the API's document as anybody gets it."""
    request = HttpRequest()
    request.method, request.path_info = "GET", _DOCUMENT
    found: dict[str, Any] = json.loads(resolve(_DOCUMENT).func(request).content)
    return found


def api_page(described: dict[str, Any]) -> str:
    """Return the page of every operation and every type of an OpenAPI document."""
    lines = ["# The API, version 1", _WRITTEN, "", described["info"]["description"], ""]
    lines.append(f"The same for programs: `{_DOCUMENT}` (OpenAPI {described['openapi']}).")
    for path, methods in sorted(described["paths"].items()):
        for method, said in methods.items():
            lines += ["", f"## `{method.upper()} {path}`", "", f"{said['summary']}. {said['description']}", ""]
            lines += _operation(said)
    lines += ["", "# Types"]
    for name, schema in sorted(described["components"]["schemas"].items()):
        lines += ["", f"## {name}", "", _in_a_line(schema.get("description", "")), "", *_fields(schema)]
    return "\n".join(lines) + "\n"


def _operation(said: dict[str, Any]) -> Iterator[str]:
    shoppers = "shoppers may, too" if {} in said["security"] else "with a key only"
    yield f"Permission: `{said['x-permission']}`; {shoppers}."
    yield ""
    yield "| | | |"
    yield "|---|---|---|"
    for each in said["parameters"]:
        needed = "required" if each["required"] else ""
        yield f"| {each['in']} | `{each['name']}` | {_cell(each.get('description', ''))} {needed} |"
    if "requestBody" in said:
        yield f"| body | {_type(_schema(said['requestBody']))} | |"
    for status, answer in sorted(said["responses"].items(), key=lambda pair: int(pair[0])):
        refused = int(status) >= 400
        words = _cell(answer["description"].replace("\n- ", "<br>").removeprefix("- ")) if refused else ""
        yield f"| {status} | {'' if refused else _type(_schema(answer))} | {words} |"


def _fields(schema: dict[str, Any]) -> Iterator[str]:
    yield "| field | type | |"
    yield "|---|---|---|"
    for name, field in schema.get("properties", {}).items():
        needed = "" if name in schema.get("required", []) else "may be absent"
        words = "; ".join(part for part in (_cell(field.get("description", "")), needed) if part)
        yield f"| `{name}` | {_type(field)} | {words} |"


def _schema(part: dict[str, Any]) -> dict[str, Any]:
    (content,) = part["content"].values()
    schema: dict[str, Any] = content["schema"]
    return schema


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_type(each) for each in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{each}`" for each in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema['items'])}"
    return " ".join(str(part) for part in (schema.get("type", "anything"), schema.get("format")) if part)


def _cell(text: str) -> str:
    return _in_a_line(text).replace("|", "\\|")


def _in_a_line(text: str) -> str:
    return " ".join(text.split())
