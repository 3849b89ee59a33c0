"""Reading the order book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from oneshelf.kernel import clock, decoding, sql
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.errors import UnknownOrder
from oneshelf.modules.orders.rules import clean_number
from oneshelf.modules.orders.types import (
    Adjustment,
    Amendment,
    Contact,
    Method,
    Order,
    OrderId,
    OrderLine,
    OrderState,
    OrderSummary,
    Origin,
    ReturnedLine,
    Terms,
    TillSale,
)
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing import public as pricing

MOST_ROWS = 200
"""The most orders of one page."""

LATEST = 1000
"""How many of the latest orders tell what is popular: a look that stays as quick however long the book grows."""

LAST_ID = UUID(int=2**128 - 1)


@dataclass(frozen=True, slots=True)
class _SummaryRow:
    id: OrderId
    market: MarketId
    number: str
    channel: ChannelId
    place: PlaceId | None
    customer: CustomerId | None
    state: str
    method: str
    origin: str
    currency: str
    total: int
    refunded: int
    line_count: int
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class _OrderRow:
    id: OrderId
    market: MarketId
    number: str
    channel: ChannelId
    place: PlaceId | None
    customer: CustomerId | None
    state: str
    method: str
    origin: str
    currency: str
    total: int
    refunded: int
    placed_at: datetime
    items: int
    delivery: int
    tax: int
    staff: UUID | None
    till: UUID | None
    device: str
    campaign: str
    made_up: list[str]
    version: int
    cancelled: int
    waived: int
    promised_by: datetime | None
    promise_kept: bool | None
    service: str
    gift: str | None
    terms: str | None
    tax_added: bool
    tax_told: bool
    rounding: str
    vat_id: str


@dataclass(frozen=True, slots=True)
class Owing:
    """That an order is, or was, paid later than it was placed; `is_open` as long as it is under way."""

    order: OrderId
    terms: Terms
    is_open: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", Terms(self.terms))  # a row of the database holds plain text


@dataclass(frozen=True, slots=True)
class _LineRow:
    order: OrderId
    line: int
    variant: VariantId
    sku: str
    title: str
    gtin: str | None
    picture: str | None
    unit: str
    quantity: int
    unit_price: int
    per: int
    amount: int
    tax_class: str
    tax: int
    returned: int
    cancelled: int
    currency: str


@dataclass(frozen=True, slots=True)
class _AdjustmentRow:
    line: int
    kind: str
    label: str
    amount: int
    rule: UUID | None
    version: int | None
    coupons: list[UUID]

    def adjustment(self, currency: str) -> Adjustment:
        amount, coupons = Money(self.amount, currency), tuple(self.coupons)
        return Adjustment(self.line, self.kind, self.label, amount, self.rule, self.version, coupons)


@dataclass(frozen=True, slots=True)
class ChannelSales:
    """What one channel sold within one hour: how many orders, and their value in minor units less refunds."""

    channel: ChannelId
    hour: datetime
    orders: int
    amount: int


_SUMMARIES = sql.statement(__name__, "summaries", row=_SummaryRow)
_OF_CUSTOMER = sql.statement(__name__, "summaries_of_customer", row=_SummaryRow)
_SUMMARIES_BY_ID = sql.statement(__name__, "summaries_by_id", row=_SummaryRow)
_BY_ID = sql.statement(__name__, "order_by_id", row=_OrderRow)
_ID_BY_NUMBER = sql.statement(__name__, "order_id_by_number", row=UUID)
_LINES = sql.statement(__name__, "lines", row=_LineRow)
_ADJUSTMENTS = sql.statement(__name__, "adjustments", row=_AdjustmentRow)
_PROOF = sql.statement(__name__, "proof", row=str)
_AMENDED_PROOFS = sql.statement(__name__, "amended_proofs", row=str)
_CONTACT = sql.statement(__name__, "contact", row=Contact)
_POPULAR = sql.statement(__name__, "popular_variants", row=UUID)
_SALES = sql.statement(__name__, "sales_by_channel", row=ChannelSales)
_SOLD_AT_TILLS = sql.statement(__name__, "sold_at_tills", row=TillSale)
_RETURNS = sql.statement(__name__, "returns", row=ReturnedLine)
_LOCK = sql.statement(__name__, "lock_order", row=int)
_OWING = sql.statement(__name__, "owing", row=Owing)
_HAS_ORDERED = sql.statement(__name__, "has_ordered", row=bool)
_AMENDMENTS = sql.statement(__name__, "amendments", row=Amendment)


def get_order(order: OrderId) -> Order:
    """Return one whole order. Raises UnknownOrder."""
    row = _BY_ID.find(order=order)
    if row is None:
        raise UnknownOrder(number=str(order))
    lines = lines_of([order])[order]
    currency = row.currency
    return Order(
        summary=_summary(row, line_count=len(lines)),
        items=Money(row.items, currency),
        delivery=Money(row.delivery, currency),
        tax=Money(row.tax, currency),
        lines=lines,
        adjustments=tuple(each.adjustment(currency) for each in _ADJUSTMENTS.all(order=order)),
        contact=_CONTACT.find(order=order),
        staff=row.staff,
        till=row.till,
        device=row.device,
        campaign=row.campaign,
        made_up=tuple(row.made_up),
        version=row.version,
        cancelled=Money(row.cancelled, currency),
        waived=Money(row.waived, currency),
        promised_by=row.promised_by,
        promise_kept=row.promise_kept,
        service=row.service,
        gift=row.gift,
        terms=Terms(row.terms) if row.terms else None,
        tax_added=row.tax_added,
        tax_told=row.tax_told,
        rounding=rules.rounding_named(row.rounding),
        vat_id=row.vat_id,
    )


def find_proof(order: OrderId) -> pricing.Sealed | None:
    """Return how the price of an order with promotions was worked out; None for any other."""
    text = _PROOF.find(order=order)
    return decoding.decode(text, pricing.Sealed) if text else None


def find_amended_proofs(order: OrderId) -> list[pricing.Sealed]:
    """Return how the prices of what changes added to an order were worked out, where promotions took something off."""
    return [decoding.decode(text, pricing.Sealed) for text in _AMENDED_PROOFS.all(order=order)]


def find_by_number(market: MarketId, number: str) -> OrderId | None:
    """Return the order with `number` as a person may have typed it (dashes, spaces, small letters), or None."""
    cleaned = clean_number(number)
    found = _ID_BY_NUMBER.find(market=market, number=cleaned) if cleaned else None
    return OrderId(found) if found else None


def get_by_number(market: MarketId, number: str) -> Order:
    """Return the order with `number`. Raises UnknownOrder."""
    found = find_by_number(market, number)
    if found is None:
        raise UnknownOrder(number=number)
    return get_order(found)


def lines_of(orders: Sequence[OrderId]) -> dict[OrderId, tuple[OrderLine, ...]]:
    """Return the lines of `orders`, in one statement."""
    found: dict[OrderId, list[OrderLine]] = {order: [] for order in orders}
    for row in _LINES.all(orders=list(orders)):
        found[row.order].append(_line(row))
    return {order: tuple(lines) for order, lines in found.items()}


def orders_of_customer(
    customer: CustomerId, *, before: datetime | None = None, before_id: UUID = LAST_ID, limit: int = 20
) -> list[OrderSummary]:
    """Return a customer's orders of every channel, newest first; go on with the last one's placed_at and id."""
    rows = _OF_CUSTOMER.all(
        customer=customer, before=before or _after_now(), before_id=before_id, limit=min(limit, MOST_ROWS)
    )
    return [_summary(row, line_count=row.line_count) for row in rows]


def has_ordered(customer: CustomerId) -> bool:
    """Tell whether a customer has ordered before, in any channel, what was not cancelled."""
    return _HAS_ORDERED.one(customer=customer)


def list_orders(
    market: MarketId,
    *,
    channels: Sequence[ChannelId] | None = None,
    states: Sequence[OrderState] | None = None,
    places: Sequence[PlaceId] | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
    before_id: UUID = LAST_ID,
    limit: int = 50,
) -> list[OrderSummary]:
    """Return a page of a market's order book, newest first, narrowed by whatever is given.

    Go on with the last one's placed_at and id; to end a page just before an instant, give UUID(int=0) with it.
    """
    rows = _SUMMARIES.all(
        market=market,
        channels=list(channels) if channels is not None else None,
        states=[state.value for state in states] if states is not None else None,
        places=list(places) if places is not None else None,
        since=since,
        before=before or _after_now(),
        before_id=before_id,
        limit=min(limit, MOST_ROWS),
    )
    return [_summary(row, line_count=row.line_count) for row in rows]


def summaries_of(orders: Sequence[OrderId]) -> list[OrderSummary]:
    """Return some orders as a list shows them, newest first."""
    return [_summary(row, line_count=row.line_count) for row in _SUMMARIES_BY_ID.all(orders=list(orders))]


def popular_variants(market: MarketId, *, most: int) -> list[VariantId]:
    """Return up to `most` variants that the market's latest orders of every channel hold, most often first."""
    return [VariantId(found) for found in _POPULAR.all(market=market, latest=LATEST, most=most)]


def sales_by_channel(
    market: MarketId, since: datetime, until: datetime, *, places: Sequence[PlaceId] | None = None
) -> list[ChannelSales]:
    """Return what each channel sold in each hour of [since, until), at `places` (None: everywhere), less refunds."""
    at = list(places) if places is not None else None
    return _SALES.all(market=market, since=since, until=until, places=at)


def sold_at_tills(market: MarketId, since: datetime, until: datetime) -> list[TillSale]:
    """Return what was sold at tills, by themselves and not in an imported history, in [since, until), oldest first."""
    return _SOLD_AT_TILLS.all(market=market, since=since, until=until)


def returns_of(order: OrderId) -> list[ReturnedLine]:
    """Return what came back of an order, by cause and line."""
    return _RETURNS.all(order=order)


def amendments_of(order: OrderId) -> list[Amendment]:
    """Return the changes of a placed order, the first one first."""
    return _AMENDMENTS.all(order=order)


def unassigned(order: Order) -> dict[int, int]:
    """Return how many wanted units of each line no consignment holds, nor has ever handed out."""
    return rules.unassigned(order.lines, fulfilment.consignments_of([order.summary.id])[order.summary.id])


def lock_order(order: OrderId) -> None:
    """Let changes of an order wait for each other, in the caller's transaction. Raises UnknownOrder."""
    if _LOCK.find(order=order) is None:
        raise UnknownOrder(number=str(order))


def _after_now() -> datetime:
    return clock.now() + timedelta(days=1)


def all_owing() -> list[Owing]:
    """Return every order that is, or was, paid later than it was placed, for the audit's comparison with its goods."""
    return _OWING.all()


def secret() -> bytes:
    """Return the key under which buyers are told apart."""
    return settings.SECRET_KEY.encode()


def _summary(row: _SummaryRow | _OrderRow, *, line_count: int) -> OrderSummary:
    return OrderSummary(
        id=row.id,
        market=row.market,
        number=row.number,
        channel=row.channel,
        place=row.place,
        customer=row.customer,
        state=OrderState(row.state),
        method=Method(row.method),
        origin=Origin(row.origin),
        currency=row.currency,
        total=Money(row.total, row.currency),
        refunded=Money(row.refunded, row.currency),
        line_count=line_count,
        placed_at=row.placed_at,
    )


def _line(row: _LineRow) -> OrderLine:
    currency = row.currency
    return OrderLine(
        line=row.line,
        variant=row.variant,
        sku=row.sku,
        title=row.title,
        gtin=row.gtin,
        picture=row.picture,
        unit=Unit(row.unit),
        quantity=row.quantity,
        unit_price=UnitPrice(row.unit_price, currency, row.per),
        amount=Money(row.amount, currency),
        tax_class=row.tax_class,
        tax=Money(row.tax, currency),
        returned=row.returned,
        cancelled=row.cancelled,
    )
