"""Beginning a change of many prices: choosing its articles; and dropping it before it was applied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from oneshelf.kernel import bulk, clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.actions import replan
from oneshelf.modules.pricing.actions.change_state import announce, move
from oneshelf.modules.pricing.errors import BadWindow, EmptyChange, PriceInThePast
from oneshelf.modules.pricing.queries.changes import get_change, left_as_they_are
from oneshelf.modules.pricing.rules.changes import check_how
from oneshelf.modules.pricing.types import BASE, ListCode
from oneshelf.modules.pricing.types.changes import ChangeId, ChangeState, How, Wanted

MOST_ROWS = 200_000
"""The most articles of one change."""

LONGEST_NAME = 100

_COLUMNS = ["change_id", "variant_id", "given", "state", "problem"]


@retried
def draft_change(
    market: MarketId,
    name: str,
    articles: Sequence[Wanted],
    how: How,
    *,
    price_list: ListCode = BASE,
    starts: datetime | None = None,
    ends: datetime | None = None,
    actor: Actor,
) -> ChangeId:
    """Choose articles and how their prices in a list change, from `starts` (None: from when it is applied) on.

    Nothing holds yet: `carry_on` works the rows out, then they can be looked at and applied. An article that is named
    twice counts once, as it is named last. Raises BadChange, EmptyChange, BadWindow, PriceInThePast, UnknownMarket,
    UnknownPriceList, ClosedPriceList.
    """
    check_how(how)
    prices, now = replan.open_list(market, price_list), clock.now()
    rows = {each.variant: each.amount for each in articles}
    if not 1 <= len(rows) <= MOST_ROWS:
        raise EmptyChange(size=len(rows), most=MOST_ROWS)
    if starts is not None and starts <= now:
        raise PriceInThePast(starts=starts.isoformat())
    if ends is not None and ends <= (starts or now):
        raise BadWindow(starts=(starts or now).isoformat(), ends=ends.isoformat())
    change = models.Change.objects.create(
        id=new_id(),
        market_id=market,
        price_list_id=prices.id,
        name=" ".join(name.split())[:LONGEST_NAME],
        how=msgspec.to_builtins(how),
        starts=starts,
        ends=ends,
        created_at=now,
    )
    bulk.add_missing(
        "pricing_change_row",
        _COLUMNS,
        ([change.id, variant, amount, "chosen", ""] for variant, amount in rows.items()),
    )
    announce(change, ChangeState.PREPARING, change.version)
    trail.record("price_change.drafted", trail.Subject("price change", change.id), actor=actor, at=now)
    return ChangeId(change.id)


def draft_again(market: MarketId, change: ChangeId, *, actor: Actor) -> ChangeId:
    """Draft a change once more, for what it left because somebody had changed its price meanwhile.

    It starts from what that costs by now. Raises UnknownChange and what `draft_change` does: EmptyChange where nothing
    was left, BadWindow when its time is over.
    """
    known = get_change(market, change)
    left = left_as_they_are(known.id).values_list("variant_id", "given")
    starts = known.starts if known.starts and known.starts > clock.now() else None
    articles = [Wanted(VariantId(variant), given) for variant, given in left]
    return draft_change(
        *(market, known.name, articles, known.how),
        price_list=known.price_list,
        starts=starts,
        ends=known.ends,
        actor=actor,
    )


@retried
def drop_change(market: MarketId, change: ChangeId, *, actor: Actor) -> None:
    """Give up a change that was not applied. Raises UnknownChange, WrongState."""
    move(market, change, ChangeState.DROPPED)
    trail.record("price_change.dropped", trail.Subject("price change", change), actor=actor)
