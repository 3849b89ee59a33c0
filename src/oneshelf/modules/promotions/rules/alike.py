"""Whether two conditions mean the same, however they are written."""

from __future__ import annotations

import msgspec

from oneshelf.modules.pricing.public import compiled


def alike(one: compiled.Condition | None, other: compiled.Condition | None) -> bool:
    """Tell whether two conditions are the same but for the order of parts, and for groups that group nothing."""
    return _plain(one) == _plain(other)


def _plain(when: compiled.Condition | None) -> compiled.Condition | None:
    """Return a condition without groups in groups of their own kind, and its parts in one order, each once."""
    match when:
        case compiled.All(of) | compiled.Any(of):
            kind = type(when)
            parts = [part for each in map(_plain, of) for part in (each.of if isinstance(each, kind) else (each,))]
            ordered = {msgspec.json.encode(each): each for each in parts if each is not None}
            return _one_of(kind, tuple(ordered[key] for key in sorted(ordered)))
        case compiled.Not(compiled.Not(of)):
            return _plain(of)
        case compiled.Not(compiled.Any(of)) if of:
            return _plain(compiled.All(tuple(compiled.Not(each) for each in of)))
        case compiled.Not(of):
            inner = _plain(of)
            return when if inner is None else compiled.Not(inner)
        case _:
            return when


def _one_of(kind: type[compiled.All | compiled.Any], parts: tuple[compiled.Condition, ...]) -> compiled.Condition:
    return parts[0] if len(parts) == 1 else kind(parts)
