"""Jobs of offers."""

from __future__ import annotations

from datetime import datetime, timedelta

from oneshelf.kernel import clock, jobs
from oneshelf.modules.carts import public as carts
from oneshelf.modules.markets import public as markets
from oneshelf.modules.offers.actions.claim import forget_addresses
from oneshelf.modules.offers.actions.earn import earned_by_cart
from oneshelf.modules.offers.queries import runs_in
from oneshelf.modules.offers.types import Trigger

LEFT_AFTER = timedelta(hours=1)
"""How long nobody has touched a basket that counts as left alone."""

LOOKED_BACK = timedelta(days=1)
"""How long ago it was left at most: nobody is written to about last week's, when jobs stood still."""


@jobs.scheduled("*/10 * * * *")
def look_for_left_baskets() -> None:
    """Give what offers promise to customers who left a basket alone."""
    give_for_left_baskets(clock.now())


def give_for_left_baskets(at: datetime) -> int:
    """Give it for the baskets that had been left alone at `at`; return how many have earned, now or before."""
    earned = 0
    for market in markets.list_markets():
        if any(run.until is None and run.terms.trigger is Trigger.LEFT for run in runs_in(market.id)):
            left = carts.left_alone(market.id, at - LOOKED_BACK, at - LEFT_AFTER)
            earned += sum(bool(earned_by_cart(cart)) for cart in left)
    return earned


@jobs.scheduled("41 3 * * *")
def forget_guests() -> None:
    """Forget, each night, the addresses of guests whose coupons have expired."""
    forget_addresses(clock.now())
