"""A walk to what a till prices by itself."""

from __future__ import annotations

from tests.surfaces.till.builders import Counter
from tests.surfaces.tour import Tour


def hear_of_own_prices(tour: Tour, counter: Counter) -> None:
    """Fetch the rulebook, and tell of a basket that another one priced."""
    till, address = counter.client, "/till/rulebook/differs/"
    tour.hear("GET /till/rulebook/", lambda: till.get("/till/rulebook/"))
    nothing = {"currency": "USD", "lines": [], "facts": {"at": 0, "weekday": 0, "minute": 0}}
    told = {"rulebook": "", "asked": nothing, "total": 0}
    tour.hear(f"POST {address}", lambda: till.post(address, told, content_type="application/json"))
