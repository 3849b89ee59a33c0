"""The OpenAPI 3.1 document: what each operation takes, gives and refuses, written from its declaration."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from inspect import cleandoc
from typing import Any, Protocol

from oneshelf.kernel import decoding
from oneshelf.kernel.errors import Invalid, NotAllowed, Refusal
from oneshelf.kernel.idempotency.public import IdempotencyKeyReused
from oneshelf.modules.markets.public import UnknownMarket
from oneshelf.surfaces.api import errors
from oneshelf.surfaces.api.problems import MEDIA_TYPE, Problem

_REFERENCE = "#/components/schemas/{name}"

ALWAYS: tuple[type[Refusal], ...] = (
    Invalid,
    NotAllowed,
    UnknownMarket,
    errors.NotSignedIn,
    errors.TooManyRequests,
    errors.Fault,
)
"""What any operation may refuse with."""

WITH_BODY: tuple[type[Refusal], ...] = (errors.NotJson, errors.WrongMediaType, errors.BodyTooLarge)
WITH_KEY: tuple[type[Refusal], ...] = (IdempotencyKeyReused,)

ABOUT = cleandoc(
    """
    One catalogue, one stock pool, one order book behind every channel.

    - **Money** is `{"amount": 1250, "currency": "EUR"}`: whole minor units. **Quantities** are whole numbers of the
      smallest sale unit: pieces, grams, millilitres, millimetres; `unit` and `scale` say of what (1000 g are 1 kg).
      **Instants** are RFC 3339 in UTC.
    - **Keys.** Programs send `Authorization: Bearer osk_...`. Without a key shoppers may look at the catalogue, at
      availability and places, and check out step by step; starting a checkout gives its `secret`, and each further
      step must carry it as `Checkout-Secret`.
    - **Once.** Each POST takes an `Idempotency-Key`. The same key with the same body gives the same answer for 48
      hours, with `Idempotency-Replayed: true`; with another body it is refused. What was refused is not kept.
    - **Pages.** Lists give `next`; send it as `cursor` for the next page. `null` means that there is none.
    - **Refusals** are problem documents (RFC 9457): `code` is for programs, `detail` and `cure` are for people, in the
      language of `Accept-Language`; `field` and `value` name what was refused, and the refusal's own fields follow.
    """
)


class Described(Protocol):
    """What the document needs to know of an operation."""

    @property
    def method(self) -> str: ...
    @property
    def needs(self) -> str: ...
    @property
    def for_shoppers(self) -> bool: ...
    @property
    def key_needed(self) -> bool: ...
    @property
    def of_checkout(self) -> bool: ...
    @property
    def of_cart(self) -> bool: ...
    @property
    def versioned(self) -> bool: ...
    @property
    def status(self) -> int: ...
    @property
    def takes(self) -> Any: ...
    @property
    def asks(self) -> Any: ...
    @property
    def gives(self) -> Any: ...
    @property
    def refuses(self) -> tuple[type[Refusal], ...]: ...


_types: list[Any] = [Problem]


def description(made: Described) -> dict[str, Any]:
    """Return what django-ninja adds to its own description of an operation."""
    refuses = [*ALWAYS, *made.refuses]
    said: dict[str, Any] = {"parameters": list(_parameters(made)), "security": [{"key": []}]}
    if made.for_shoppers:
        said["security"].append({})
    if made.takes is not None:
        _types.append(made.takes)
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": _reference(made.takes)}}}
        refuses += WITH_BODY
    if made.method == "POST":
        refuses += [*WITH_KEY, *([errors.KeyMissing] if made.key_needed else [])]
    _types.append(made.gives)
    said["responses"] = {
        made.status: {
            "description": HTTPStatus(made.status).phrase,
            "content": {"application/json": {"schema": _reference(made.gives)}},
        },
        **_problems(refuses),
    }
    said["x-permission"] = made.needs
    return said


def whole(schema: dict[str, Any]) -> dict[str, Any]:
    """Complete django-ninja's document by the types that operations named, and by what all of them share."""
    _, components = decoding.schemas(_unique(_types), _REFERENCE)
    components = _shortly_named(components)
    schema["info"] |= {"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}
    schema["components"] = {
        "schemas": components,
        "securitySchemes": {
            "key": {"type": "http", "scheme": "bearer", "description": "A client's key: osk_ and 43 characters."}
        },
    }
    return schema


def _shortly_named(components: dict[str, Any]) -> dict[str, Any]:
    """Name types whose names two packages use: the API's own as they are, a module's with that before it."""
    written = json.dumps(components)
    for name in components:
        path = name.split(".")
        if len(path) > 1:
            short = f"{path[2].capitalize()}{path[-1]}" if path[1] == "modules" else path[-1]
            written = written.replace(f'"{name}"', f'"{short}"').replace(f'/{name}"', f'/{short}"')
    named: dict[str, Any] = json.loads(written)
    return named


def _parameters(made: Described) -> Iterator[dict[str, Any]]:
    market = "The market's code; needed when several trade and the key is not bound to one."
    yield {"in": "query", "name": "market", "required": False, "description": market, "schema": {"type": "string"}}
    if made.asks is not None:
        (fields,) = decoding.schemas([made.asks], _REFERENCE)[1].values()
        for name, schema in fields["properties"].items():
            words = schema.pop("description", "")
            needed = name in fields.get("required", [])
            yield {"in": "query", "name": name, "required": needed, "description": words, "schema": schema}
    if made.method == "POST":
        words = "Names the request, so that repeating it does nothing twice: a new UUID for each new request."
        schema = {"type": "string", "pattern": "^[!-~]{1,255}$"}
        yield {
            "in": "header",
            "name": "Idempotency-Key",
            "required": made.key_needed,
            "description": words,
            "schema": schema,
        }
    secrets = {
        "Checkout-Secret": (made.of_checkout, "The secret that came with the checkout."),
        "Cart-Secret": (made.of_cart, "The secret that came with the cart."),
        "If-Match": (made.versioned, "The version that is replaced, as the ETag said it."),
    }
    for name, (is_needed, told) in secrets.items():
        if is_needed:
            yield {
                "in": "header",
                "name": name,
                "required": True,
                "description": told,
                "schema": {"type": "string"},
            }


def _problems(refuses: Iterable[type[Refusal]]) -> dict[int, Any]:
    by_status: dict[int, list[type[Refusal]]] = {}
    for kind in sorted(set(refuses), key=lambda kind: (kind.status, kind.code)):
        by_status.setdefault(kind.status, []).append(kind)
    return {
        status: {
            "description": "\n".join(f"- `{kind.code}`: {_meaning(kind)}" for kind in kinds),
            "content": {MEDIA_TYPE: {"schema": _reference(Problem)}},
        }
        for status, kinds in by_status.items()
    }


def _meaning(kind: type[Refusal]) -> str:
    return " ".join(cleandoc(kind.__doc__ or "").split("\n\n")[0].split())


def _reference(kind: Any) -> dict[str, Any]:
    (found,), _ = decoding.schemas([kind], _REFERENCE)
    return found


def _unique(types: Iterable[Any]) -> list[Any]:
    return list({repr(kind): kind for kind in types}.values())
