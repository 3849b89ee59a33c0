"""Writing an order: everything that it is goes to the database in one round trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from oneshelf.kernel import sql
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout.types import BasketQuote, CheckoutId, PlacedOrder
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method, OrderId
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places.public import PlaceId

_PLACE = sql.statement(__name__, "place", row=str)


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order about to be written. With a `checkout` its hold is used, otherwise stock is taken now."""

    id: OrderId
    market: MarketId
    channel: ChannelId
    place: PlaceId
    customer_place: PlaceId
    method: Method
    quote: BasketQuote
    at: datetime
    due: datetime
    customer: CustomerId | None = None
    contact: Contact | None = None
    staff: UUID | None = None
    till: UUID | None = None
    device: str = ""
    campaign: str = ""
    checkout: CheckoutId | None = None
    checkout_version: int | None = None
    held: payments.Payment | None = None
    tenders: tuple[payments.Tender, ...] = ()


@retried
def write_order(new: NewOrder, *, once: Claim | None = None) -> PlacedOrder:
    """Write an order with its payments, consignment, stock and events, or nothing of it.

    With `once`, a repeated request gets the order that the first one placed. Raises OutOfStock, HoldExpired,
    CheckoutChanged, payments' refusals of a claim, and IdempotencyKeyReused.
    """
    number = orders.new_number()
    placed = PlacedOrder(order=new.id, number=number, total=new.quote.total)
    stored = _PLACE.find(
        client=once.client if once else None,
        operation=once.operation if once else None,
        key=once.key if once else None,
        body_hash=once.body_hash if once else None,
        answer=msgspec.json.encode(placed).decode() if once else None,
        **_order_columns(new, number),
        **_line_columns(new.quote),
        **_payment_columns(new.tenders),
        **_event_columns(new, number),
    )
    if stored is None:
        return placed
    first = msgspec.json.decode(stored, type=PlacedOrder)
    return PlacedOrder(order=first.order, number=first.number, total=first.total, repeated=True)


def _order_columns(new: NewOrder, number: str) -> dict[str, Any]:
    takes_now = new.method is Method.TAKE_NOW
    return {
        "checkout": new.checkout,
        "checkout_version": new.checkout_version,
        "claimed_payment": new.held.id if new.held else None,
        "claimed_payable": new.held.payable if new.held else None,
        "claimed_amount": new.held.amount if new.held else None,
        "claimed_hash": new.held.bound_hash if new.held else None,
        "market": new.market,
        "order": new.id,
        "number": number,
        "channel": new.channel,
        "place": new.place,
        "customer": new.customer,
        "staff": new.staff,
        "till": new.till,
        "device": new.device,
        "campaign": new.campaign,
        "method": new.method.value,
        "state": "completed" if takes_now else "placed",
        "currency": new.quote.items.currency,
        "items": new.quote.items.minor,
        "delivery": new.quote.delivery.minor,
        "tax": 0,
        "version": 2 if takes_now else 1,
        "at": new.at,
        "contact": list(astuple(new.contact)) if new.contact else None,
        "due": new.due,
        "stock": "held" if new.checkout else "sell" if takes_now else "allocate",
        "customer_place": new.customer_place,
    }


def _line_columns(quote: BasketQuote) -> dict[str, Any]:
    lines = quote.lines
    return {
        "lines": [line.line for line in lines],
        "variants": [line.snapshot.variant for line in lines],
        "skus": [line.snapshot.sku for line in lines],
        "titles": [line.snapshot.title for line in lines],
        "gtins": [line.snapshot.gtin for line in lines],
        "pictures": [line.snapshot.picture for line in lines],
        "units": [line.snapshot.unit.value for line in lines],
        "quantities": [line.priced.quantity for line in lines],
        "unit_prices": [line.priced.unit_price.minor for line in lines],
        "pers": [line.priced.unit_price.per for line in lines],
        "amounts": [line.priced.amount.minor for line in lines],
        "tax_classes": [line.snapshot.tax_class for line in lines],
        "taxes": [0] * len(lines),
    }


def _payment_columns(tenders: Sequence[payments.Tender]) -> dict[str, Any]:
    return {
        "payments": [tender.id for tender in tenders] or None,
        "payment_methods": [tender.method.value for tender in tenders],
        "gateways": [tender.gateway for tender in tenders],
        "references": [tender.gateway_reference for tender in tenders],
        "payment_states": [tender.state.value for tender in tenders],
        "payment_amounts": [tender.amount for tender in tenders],
    }


def _event_columns(new: NewOrder, number: str) -> dict[str, Any]:
    takes_now, currency = new.method is Method.TAKE_NOW, new.quote.items.currency
    facts = [
        orders.LineFact(line.snapshot.variant, line.priced.quantity, line.priced.amount.minor)
        for line in new.quote.lines
    ]
    placed = orders.OrderPlaced(
        market=new.market,
        number=number,
        channel=new.channel,
        method=new.method.value,
        place=new.place,
        customer=new.customer,
        total=new.quote.total,
        lines=facts,
    )
    drafts = [outbox.Draft(placed, aggregate=new.id, sequence=1)]
    if takes_now:
        drafts.append(outbox.Draft(orders.OrderCompleted(market=new.market, number=number), new.id, 2))
    drafts += payments.recorded(new.tenders, market=new.market, payable=new.id, order=new.id, currency=currency)
    consignment = None if takes_now else fulfilment.ConsignmentId(new_id())
    if consignment:
        opened = fulfilment.NewConsignment(consignment, new.place, fulfilment.Method(new.method), new.due, lines=())
        drafts += fulfilment.opened([opened], market=new.market, order=new.id, order_number=number)
    if not new.checkout:  # a hold has changed what can be promised before
        keys = [(new.place, line.snapshot.variant) for line in new.quote.lines]
        drafts += inventory.stock_change_drafts(new.market, keys, cause=new.id)
    columns = outbox.columns(drafts)
    return {
        "consignment": consignment,
        "event_types": columns.types,
        "event_aggregates": columns.aggregates,
        "event_sequences": columns.sequences,
        "event_data": columns.data,
    }
