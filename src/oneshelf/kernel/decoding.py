"""JSON becomes typed values: also when many threads meet a type for the first time at once.

Msgspec writes down what it learns of a type before it has learnt all of it. A second thread that comes upon such a
note reads memory that nobody has filled, and the whole process dies. Hence one thread at a time learns, and only here.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_learning = threading.Lock()
_known: dict[Any, msgspec.json.Decoder[Any]] = {}


def decode(text: str | bytes, kind: type[T]) -> T:
    """Read JSON as `kind`. Raises msgspec.DecodeError for what is no JSON, msgspec.ValidationError for another kind."""
    return _decoder(kind).decode(text)


def convert(said: object, kind: type[T], *, strict: bool = True) -> T:
    """Make `kind` of what is decoded already; not `strict`: of texts too. Raises msgspec.ValidationError."""
    _decoder(kind)  # learns the type
    return msgspec.convert(said, kind, strict=strict)


def schemas(kinds: Iterable[Any], reference: str) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    """Return the JSON Schema of each type, and of what they name, by its name; `reference` says how that is written."""
    with _learning:
        return msgspec.json.schema_components(kinds, ref_template=reference)


def _decoder(kind: type[T]) -> msgspec.json.Decoder[T]:
    found = _known.get(kind)
    if found is None:
        with _learning:
            found = _known[kind] = msgspec.json.Decoder(kind)
    return found
