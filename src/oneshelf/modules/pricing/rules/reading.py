"""Walking through what a rule says."""

from __future__ import annotations

from collections.abc import Iterator

from oneshelf.modules.pricing.types import compiled


def conditions(when: compiled.Condition | None) -> Iterator[compiled.Condition]:
    """Go through a condition and all that it is made of, the whole before its parts."""
    if when is None:
        return
    yield when
    parts = when.of if isinstance(when, compiled.All | compiled.Any) else ()
    for part in (when.of,) if isinstance(when, compiled.Not) else parts:
        yield from conditions(part)
