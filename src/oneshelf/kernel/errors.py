"""Refusals: what the house says when it will not do a thing. Typed, never a bare string.

A refusal is raised by a module in the language of the shop, or by an SQL function with
`RAISE EXCEPTION '<code>' USING ERRCODE = 'OS409', DETAIL = <json of its fields>`; both arrive as the same class.
A surface turns it into a sentence (`kernel.sentences`), the API into a problem document (RFC 9457).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

REFUSAL_SQLSTATE = "OS409"
"""The SQLSTATE with which an SQL function refuses; class OS is free for applications."""


@dataclass(eq=False)
class Refusal(Exception):
    """Base of every refusal: a stable public `code`, its HTTP `status`, the caller's `field` at fault."""

    code: ClassVar[str]
    status: ClassVar[int] = 409
    field: ClassVar[str | None] = None
    known: ClassVar[dict[str, type[Refusal]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "code" not in cls.__dict__:
            raise TypeError(f"{cls.__qualname__} needs a code of its own, such as 'out_of_stock'")
        other = Refusal.known.setdefault(cls.code, cls)
        if (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"the code {cls.code!r} of {cls.__qualname__} belongs to {other.__qualname__} already")
        Refusal.known[cls.code] = cls  # dataclass(slots) makes a class twice; the last one counts

    @property
    def details(self) -> dict[str, Any]:
        """The refusal's own fields by name, for sentences and problem documents."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def __str__(self) -> str:
        return f"{self.code}: " + ", ".join(f"{name}={value}" for name, value in self.details.items())

    @staticmethod
    def from_sql(code: str, detail: str | None) -> Refusal:
        """Rebuild the refusal that an SQL function raised. LookupError when no class has that code."""
        if code not in Refusal.known:
            raise LookupError(f"an SQL function refused with {code!r}, which no error class carries")
        given: Mapping[str, Any] = json.loads(detail) if detail else {}
        return Refusal.known[code](**given)


@dataclass(eq=False)
class NotFound(Refusal):
    """Nothing of that `kind` answers to `value`."""

    code = "not_found"
    status = 404
    kind: str
    value: str


@dataclass(eq=False)
class Invalid(Refusal):
    """The `name`d input holds `value`, which cannot be taken; `cure` says what would be (already translated)."""

    code = "invalid"
    status = 422
    name: str
    value: str
    cure: str


@dataclass(eq=False)
class NotAllowed(Refusal):
    """The actor lacks `permission` (at `place`, when it is given)."""

    code = "not_allowed"
    status = 403
    permission: str
    place: str | None = None
