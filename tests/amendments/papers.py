"""Orders on paper: what decisions look at, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders.public import (
    Method,
    Order,
    OrderId,
    OrderLine,
    OrderState,
    OrderSummary,
    Origin,
    value_of_units,
)


def an_order_of(lines: Sequence[OrderLine], delivery: int = 0) -> Order:
    """Return a placed order of these lines."""
    items = sum(line.amount.minor for line in lines)
    cancelled = sum(value_of_units(line, line.cancelled) for line in lines)
    nothing = Money.zero("USD")
    summary = OrderSummary(
        id=OrderId(new_id()),
        market=MarketId(new_id()),
        number="23456789",
        channel=ChannelId(new_id()),
        place=None,
        customer=None,
        state=OrderState.PLACED,
        method=Method.SHIP,
        origin=Origin.LIVE,
        currency="USD",
        total=Money(items + delivery, "USD"),
        refunded=nothing,
        line_count=len(lines),
        placed_at=datetime(2026, 5, 1, tzinfo=UTC),
    )
    return Order(
        summary=summary,
        items=Money(items, "USD"),
        delivery=Money(delivery, "USD"),
        tax=nothing,
        lines=tuple(lines),
        adjustments=(),
        contact=None,
        staff=None,
        till=None,
        device="",
        campaign="",
        made_up=(),
        version=1,
        cancelled=Money(cancelled, "USD"),
        waived=nothing,
        promised_by=None,
        promise_kept=None,
        gift=None,
    )
