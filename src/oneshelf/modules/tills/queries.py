"""Reading tills and receipts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from oneshelf.kernel import clock, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.modules.fulfilment.public import ConsignmentId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId, TillSale
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.tills import models, rules
from oneshelf.modules.tills.errors import UnknownTill
from oneshelf.modules.tills.types import Receipt, Till, TillId

MOST_RECEIPTS = 200
"""The most receipts of one list."""

RECEIPT_WITHIN = timedelta(minutes=2)
"""After how long a sale without a receipt is one that a crash left behind."""

_WITH_RECEIPT = sql.statement(__name__, "with_receipt", row=UUID)


def get_till(till: TillId) -> Till:
    """Return a till, retired or not. Raises UnknownTill."""
    row = models.Till.objects.filter(id=till).first()
    if row is None:
        raise UnknownTill(till=str(till))
    return _till(row)


def till_of_token(token: str) -> Till:
    """Return the till whose device holds the secret `token`. Raises UnknownTill, for a retired one too."""
    row = models.Till.objects.filter(token_hash=hash_token(token), archived_at=None).first()
    if row is None:
        raise UnknownTill(till="")
    return _till(row)


def tills_at(place: PlaceId) -> list[Till]:
    """Return the tills of a place that may sell, by name."""
    return [_till(row) for row in models.Till.objects.filter(place_id=place, archived_at=None).order_by("name")]


def find_receipt(purchase: UUID) -> Receipt | None:
    """Return the receipt of an order that was sold, or of a consignment that was collected; None if there is none."""
    sold = Q(order_id=purchase, consignment_id=None)
    row = models.Receipt.objects.filter(sold | Q(consignment_id=purchase)).first()
    return _receipt(row) if row else None


def receipts_of(till: TillId, *, limit: int = 50) -> list[Receipt]:
    """Return a till's latest receipts, newest first."""
    rows = models.Receipt.objects.filter(till_id=till).order_by("-number")[: min(limit, MOST_RECEIPTS)]
    return [_receipt(row) for row in rows]


def receipts_since(till: TillId, since: datetime) -> list[Receipt]:
    """Return every receipt that a till has issued since an instant, newest first: a day's or a shift's."""
    rows = models.Receipt.objects.filter(till_id=till, issued_at__gte=since).order_by("-number")
    return [_receipt(row) for row in rows]


def sales_without_receipt(since: datetime) -> list[TillSale]:
    """Return the sales at tills since an instant that should have their receipt by now and have none."""
    until = clock.now() - RECEIPT_WITHIN
    sales = [sale for market in markets.list_markets() for sale in orders.sold_at_tills(market.id, since, until)]
    issued = set(_WITH_RECEIPT.all(orders=[sale.order for sale in sales]))
    return [sale for sale in sales if sale.order not in issued]


def audit() -> list[Discrepancy]:
    """Follow every till's chain of receipts; return where a number is missing or a link does not fit.

    And which sale has no receipt.
    """
    found = [
        Discrepancy("every sale at a till has its receipt", f"order {sale.order}", "none", "one")
        for sale in sales_without_receipt(datetime.min.replace(tzinfo=UTC))
    ]
    for till in models.Till.objects.order_by("id"):
        broken = rules.broken_links(till.id, _chain(TillId(till.id)))
        found += [
            Discrepancy(
                "receipts have no gap and fit their chain", f"receipt {number} of till {till.name}", "broken", "fits"
            )
            for number in broken
        ]
    return found


def hash_token(token: str) -> bytes:
    """Return what is kept of a till's secret."""
    return hashlib.sha256(token.encode()).digest()


def _chain(till: TillId) -> Iterator[Receipt]:
    rows = models.Receipt.objects.filter(till_id=till).order_by("number")
    return (_receipt(row) for row in rows.iterator(chunk_size=5_000))


def _till(row: models.Till) -> Till:
    return Till(
        id=TillId(row.id),
        market=MarketId(row.market_id),
        place=PlaceId(row.place_id),
        channel=ChannelId(row.channel_id),
        name=row.name,
        receipts=row.receipts,
        archived=row.archived_at is not None,
    )


def _receipt(row: models.Receipt) -> Receipt:
    return Receipt(
        till=TillId(row.till_id),
        number=row.number,
        order=OrderId(row.order_id),
        total=row.total,
        currency=row.currency,
        issued_at=row.issued_at,
        digest=row.digest,
        cash_given=row.cash_given,
        consignment=ConsignmentId(row.consignment_id) if row.consignment_id else None,
        staff=row.staff_id,
        lines=row.lines,
    )
