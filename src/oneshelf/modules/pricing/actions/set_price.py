"""Changing a price, now or at a planned minute."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import rules
from oneshelf.modules.pricing.actions import replan
from oneshelf.modules.pricing.errors import PriceInThePast
from oneshelf.modules.pricing.events import PriceChanged, PricePlanned
from oneshelf.modules.pricing.rules import windows as planning
from oneshelf.modules.pricing.types import BASE, ListCode, PriceId, Window


@retried
def set_price(
    market: MarketId,
    variant: VariantId,
    unit_price: UnitPrice,
    starts: datetime,
    ends: datetime | None = None,
    *,
    actor: Actor,
    price_list: ListCode = BASE,
) -> PriceId:
    """Let `variant` cost `unit_price` in `market` from `starts` until just before `ends`, for whom `price_list` is.

    The price that held at `starts` ends there; it goes on from `ends`, if it would have. Returns the price's id,
    or that of the window that says the same already. Raises PriceWindowTaken naming a planned price that lies in
    the way, PriceInThePast, BadWindow, BadPrice, WrongCurrency, UnknownMarket,
    UnknownPriceList, ClosedPriceList, and NotFound for the variant.
    """
    if not catalogue.snapshots([variant]):
        raise NotFound(kind="variant", value=str(variant))
    prices = replan.open_list(market, price_list)
    rules.check_price(unit_price, prices.currency)
    now = clock.now()
    windows = replan.lock_windows(prices, variant, since=min(starts, now))
    new = Window(PriceId(new_id()), starts, ends, unit_price.minor, unit_price.per)
    replanning = planning.put_in(windows, new, now)
    if not replanning.added:
        return next(
            window.id for window in windows if window.starts <= starts and (window.ends is None or starts < window.ends)
        )
    replan.write({variant: replanning}, market=market, prices=prices, now=now)
    kind = PriceChanged if starts <= now else PricePlanned
    event = kind(market, variant, new.amount, new.per, prices.currency, starts, ends, prices.code)
    outbox.emit([outbox.Draft(event, aggregate=new.id, sequence=1)], at=now)
    details: dict[str, trail.Detail] = {"variant": variant, "amount": new.amount, "per": new.per, "starts": starts}
    trail.record("price.set", trail.Subject("price", new.id), actor=actor, details=details, at=now)
    return new.id


def plan_price(
    market: MarketId,
    variant: VariantId,
    unit_price: UnitPrice,
    starts: datetime,
    ends: datetime | None = None,
    *,
    actor: Actor,
    price_list: ListCode = BASE,
) -> PriceId:
    """Do as `set_price` does, for a moment that is still to come; raises PriceInThePast for any other."""
    if starts <= clock.now():
        raise PriceInThePast(starts=starts.isoformat())
    return set_price(market, variant, unit_price, starts, ends, actor=actor, price_list=price_list)
