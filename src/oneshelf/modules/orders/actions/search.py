"""Finding orders among millions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.queries import LAST_ID, MOST_ROWS, find_by_number, summaries_of
from oneshelf.modules.orders.types import OrderId, OrderSummary, Search

HIGHEST = 2**63 - 1
"""The highest amount that there can be, in minor units."""

PATIENCE = timedelta(seconds=10)
"""How long the worker may take until whoever searches is told."""


@dataclass(frozen=True, slots=True)
class _NameRow:
    order: OrderId
    name: str


_CONTACT_NAMES = sql.statement(__name__, "contact_names", row=_NameRow)
_SEARCH = sql.statement(__name__, "search", row=UUID, planned_anew=True)
_LAGS = sql.statement(__name__, "search_lags", row=bool)
_OLDEST = sql.statement(__name__, "oldest", row=datetime)


def search_orders(
    market: MarketId, search: Search, *, before: datetime | None = None, before_id: UUID = LAST_ID, limit: int = 50
) -> list[OrderSummary]:
    """Return a page of the orders of a market that answer to `search`, newest first; go on with the last one.

    A text that is an order's number finds that one alone, at once and whatever else is asked for, unless its place is
    another. Everything else is found within two seconds of its change. A text that is the number of a customer's card
    finds its holder's orders. An order that has just left the state that is asked for is not shown.
    """
    number = find_by_number(market, search.text)
    if number is not None:
        return [each for each in summaries_of([number]) if search.places is None or each.place in search.places]
    words, oldest = rules.asked_for(_read_card(search)), _OLDEST.find(market=market)
    if words is None or oldest is None:
        return []
    since, wanted = max(search.since or oldest, oldest), min(limit, MOST_ROWS)
    shown: list[OrderSummary] = []
    latest = clock.now() + timedelta(days=1)
    mark = (before, before_id) if before and before < latest else (latest, LAST_ID)
    while mark[0] >= since:  # there is no year before the oldest order to ask for, nor one after the latest
        spans = rules.spans(*mark, since)
        found = _SEARCH.all(
            market=market,
            words=words,
            spans=[span for span, _, _ in spans],
            belows=[below for _, below, _ in spans],
            below_ids=[below_id for _, _, below_id in spans],
            since=since,
            least=search.least or 0,
            most=HIGHEST if search.most is None else search.most,
            limit=wanted - len(shown),
        )
        page = summaries_of([OrderId(each) for each in found])
        is_last = len(found) < wanted - len(shown)
        shown += [each for each in page if search.states is None or each.state in search.states]
        if is_last or len(shown) == wanted:
            break
        mark = (page[-1].placed_at, page[-1].id)
    return shown


def contact_names(orders: Sequence[OrderId]) -> dict[OrderId, str]:
    """Return what the people are called whom some orders are for; those without a contact are left out."""
    return {row.order: row.name for row in _CONTACT_NAMES.all(orders=list(orders))}


def search_lags(market: MarketId) -> bool:
    """Say whether search has not heard of orders that are more than a few seconds old: its worker is behind."""
    return bool(_LAGS.find(market=market, at=clock.now() - PATIENCE))


def _read_card(search: Search) -> Search:
    """Return the search for a card's holder when its text is the number of a card."""
    with suppress(customers.InvalidCard):
        holder = customers.find_by_card(search.text)
        if holder is not None and search.customer in (None, holder.id):
            return replace(search, text="", customer=holder.id)
    return search
