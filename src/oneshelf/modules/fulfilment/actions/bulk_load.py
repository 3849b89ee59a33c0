"""Bring in the consignments of a history."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from oneshelf.kernel import bulk
from oneshelf.modules.fulfilment.types import LoadedConsignment
from oneshelf.modules.markets.public import MarketId

_COLUMNS = (
    *("id", "market_id", "place_id", "order_id", "order_number", "method", "state", "due_at", "opened_at"),
    *("imported", "version"),
)
_LINE_COLUMNS = ("consignment_id", "line", "variant_id", "title", "sku", "quantity", "picked")


def bulk_load_consignments(market: MarketId, consignments: Iterable[LoadedConsignment]) -> int:
    """Write goods of past orders that were taken at once, by COPY; return how many consignments were new.

    Joins the caller's transaction if one is open. No events: a load tells its readers when it is through, and the
    audit asks none of them. The stock is the loader's to move.
    """
    batch = list(consignments)
    lines = ((each.id, line) for each in batch for line in each.lines)
    with transaction.atomic():
        added = bulk.add_missing("fulfilment_consignment", _COLUMNS, (_row(market, each) for each in batch))
        bulk.add_missing(
            "fulfilment_line",
            _LINE_COLUMNS,
            (
                (consignment, line.line, line.variant, line.title, line.sku, line.quantity, line.quantity)
                for consignment, line in lines
            ),
        )
    return added


def _row(market: MarketId, consignment: LoadedConsignment) -> tuple[object, ...]:
    return (
        consignment.id,
        market,
        consignment.place,
        consignment.order,
        consignment.order_number,
        "take_now",
        "collected",
        consignment.occurred_at,
        consignment.occurred_at,
        True,
        0,
    )
