"""Places for tests."""

from __future__ import annotations

from datetime import time
from itertools import count
from typing import Any

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places

_numbers = count(1)

ALL_WEEK = tuple(places.Opening(weekday, time(8), time(22)) for weekday in range(7))
"""Open from eight to ten, every day."""


def a_store(market: markets.Market, **fields: Any) -> places.Place:
    """Open a store that sells, hands over online orders and ships; it has no hours."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "code": f"store-{number}",
        "name": f"Store {number}",
        "kind": places.PlaceKind.STORE,
        "actor": SYSTEM,
        "sells": True,
        "collects": True,
        "ships": True,
    }
    return places.open_place(market.id, **(given | fields))
