"""Who knows of goods that head for a place: modules above say so, and a place is not archived meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from oneshelf.modules.places.types import Heading, Place

Look = Callable[[Place], Heading | None]

_looks: list[Look] = []


def keep_open_for(look: Look) -> None:
    """Ask `look` before a place is archived: what heads for it first, or waits there; None for nothing."""
    if look not in _looks:
        _looks.append(look)


def first_heading(place: Place) -> Heading | None:
    """Return something that heads for a place or waits there; None when nobody knows of anything."""
    return next(filter(None, (look(place) for look in _looks)), None)
