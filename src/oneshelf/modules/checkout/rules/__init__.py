"""Decisions of checkout: no clock, no database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import astuple, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.local_time import LocalTime
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.checkout.errors import (
    ContactMissing,
    NotAtCollection,
    NotBought,
    NowhereInStock,
    PaidTooMuch,
    PaymentMissing,
    PriceChanged,
    PromiseMoved,
    SerialsNeeded,
    TooMuchAtCollection,
)
from oneshelf.modules.checkout.rules.parcels import (
    apart,
    awaited,
    demands,
    held_units,
    on_shelf,
    parcels_of,
    parcels_to,
    part_of,
    whole,
)
from oneshelf.modules.checkout.rules.quotes import adjustments, hashed_parts, is_not_charged
from oneshelf.modules.checkout.rules.wanted import MOST_LINES, check_days, check_in_hand, gathered, labelled_price
from oneshelf.modules.checkout.types import BasketQuote, NewOrder, Onward, Parcel, Tender, Wanted
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Contact, Method
from oneshelf.modules.payments import public as payments
from oneshelf.modules.sourcing.public import Leg
from oneshelf.modules.tax import public as tax

__all__ = [
    "MOST_LINES",
    "TOLD_STANDS",
    "adjustments",
    "along",
    "apart",
    "at_once",
    "awaited",
    "brought",
    "check_at_collection",
    "check_contact",
    "check_days",
    "check_in_hand",
    "check_reachable",
    "check_total",
    "days_of",
    "demand_columns",
    "demands",
    "gathered",
    "held_units",
    "is_not_charged",
    "labelled_price",
    "nowhere",
    "on_shelf",
    "onward_units",
    "order_columns",
    "parcels_of",
    "parcels_to",
    "part_of",
    "promise_that_stands",
    "quote_hash",
    "terms_of",
    "told_units",
    "whole",
]

TOLD_STANDS = timedelta(minutes=15)
"""By how much a promise may become later while its buyer pays, and stands: a collection is promised by the quarter."""


def check_total(total: Money, expected: Money | None, tenders: Sequence[Money]) -> None:
    """Raise PriceChanged, PaymentMissing or PaidTooMuch unless `tenders` come to `total`, as the buyer expected.

    Each tender is worth something, in the currency of the total: BadPaymentAmount, WrongPaymentCurrency.
    """
    if expected is not None and expected != total:
        raise PriceChanged(expected=expected, total=total)
    for tender in tenders:
        payments.check_amount(tender, currency=total.currency)
    paid = sum(tenders, Money.zero(total.currency))
    if paid < total:
        raise PaymentMissing(missing=total - paid)
    if total < paid:
        raise PaidTooMuch(over=paid - total)


def terms_of(tenders: Sequence[Tender]) -> orders.Terms | None:
    """Return when one of `tenders` is to be paid, if that is later; None when all of them are paid now."""
    return next((orders.Terms(each.method) for each in tenders if each.method in set(orders.Terms)), None)


def check_at_collection(
    total: Money, method: Method | None, terms: payments.CollectionTerms | None, place: str
) -> None:
    """Raise NotAtCollection or TooMuchAtCollection unless `terms`, those of `place`, let an order be paid so."""
    if method is not Method.COLLECT or terms is None:
        raise NotAtCollection(place=place)
    if terms.most is not None and terms.most < total.minor:
        raise TooMuchAtCollection(total=total, most=Money(terms.most, total.currency))


def told_units(quote: BasketQuote, lines: Iterable[Wanted], here: Sequence[lots.Part]) -> tuple[lots.Told, ...]:
    """Return which units are sold of what has serial numbers; `here` is what lies at the place.

    Raises SerialsNeeded where fewer are named than are bought, unless as many lie there whose numbers nobody knows: it
    is said of those too, so that no unit with a number leaves the books in their stead.
    """
    named = {line.variant: line.serials for line in gathered(lines) if not line.labelled}
    told: list[lots.Told] = []
    for line in quote.lines:
        variant, wanted = line.snapshot.variant, line.priced.quantity
        serials = named.get(variant, ()) if line.snapshot.tracks is Tracks.SERIALS and not line.labelled else ()
        mine = [part for part in here if part.variant == variant and part.condition is lots.Condition.NEW]
        apart = line.snapshot.tracks is Tracks.SERIALS and any(part.lot for part in mine)
        nameless = sum(part.quantity for part in mine if part.lot is None) if apart else wanted
        if line.snapshot.tracks is Tracks.SERIALS and not wanted - nameless <= len(set(serials)) <= wanted:
            raise SerialsNeeded(variant=str(variant), title=line.snapshot.title, wanted=wanted, named=len(set(serials)))
        told += [lots.Told(line.line, variant, 1, lot=serial, serial=True) for serial in dict.fromkeys(serials)]
        left = wanted - len(set(serials))
        told += [lots.Told(line.line, variant, left, nameless=True)] if apart and left else []
    return tuple(told)


def quote_hash(quote: BasketQuote, method: Method, parcels: Iterable[Parcel]) -> str:
    """Return the SHA-256 (hex) of what a payment pays for: every line, why it costs less, the way, and the total."""
    lines = "\n".join(hashed_parts(quote))
    places = " ".join(
        " ".join(str(each) for each in (parcel.place, parcel.service, parcel.to, parcel.expected_on) if each)
        for parcel in parcels
    )
    text = f"{quote.items.currency} {quote.total.minor} {quote.delivery.minor} {method.value} {places}\n{lines}"
    return hashlib.sha256(text.encode()).hexdigest()


def nowhere(quote: BasketQuote, line: int, missing: int) -> NowhereInStock:
    """Return the refusal of a basket of which `missing` units of a line are short (line 0: of the first one, all)."""
    (short, *_) = [each for each in quote.lines if line in (0, each.line)]
    wanted = short.priced.quantity
    return NowhereInStock(
        variant=str(short.snapshot.variant), wanted=wanted, available=max(0, wanted - missing) if line else 0
    )


def check_contact(method: Method, contact: Contact | None) -> None:
    """Raise ContactMissing unless a way of delivery has what it needs: a name and e-mail, and to ship an address.

    Raises BadVatId for a VAT id that is none.
    """
    if method is Method.TAKE_NOW:
        return
    missing = orders.missing_part(method, contact or Contact())
    if missing is not None:
        raise ContactMissing(name=missing)
    if contact is not None:
        tax.read_vat_id(contact.vat_id)


def check_reachable(method: Method, contact: Contact) -> None:
    """Raise ContactMissing unless who buys at a till can be told of what comes later: by e-mail, or else by phone."""
    check_contact(method, replace(contact, email=contact.email.strip() or contact.phone))


def onward_units(quote: BasketQuote, onward: Onward) -> dict[int, int]:
    """Return how many units of which lines go onward: what has a label is in somebody's hand, and does not.

    Raises NotBought for more than is bought, or for nothing.
    """
    lines = {line.snapshot.variant: line for line in quote.lines if not line.labelled}
    units: dict[int, int] = {}
    for each in gathered(onward.goods):
        line = lines.get(each.variant)
        if line is None or not 0 < each.quantity <= line.priced.quantity:
            raise NotBought(variant=str(each.variant), wanted=each.quantity, bought=line.priced.quantity if line else 0)
        units[line.line] = each.quantity
    return units


def promise_that_stands(told_by: datetime | None, promised_by: datetime, *, zone: str) -> datetime:
    """Return by when goods are promised that a buyer was told to have by `told_by`. Raises PromiseMoved.

    It speaks of both as the clocks of time zone `zone` show them.

    What they were told stands while they pay: as long as it has not become later by more than TOLD_STANDS.
    """
    if told_by is None:
        return promised_by
    if promised_by > told_by + TOLD_STANDS:
        raise PromiseMoved(told_by=LocalTime(told_by, zone), promised_by=LocalTime(promised_by, zone))
    return told_by


def demand_columns(quote: BasketQuote, parcels: Sequence[Parcel], withheld: Sequence[int]) -> dict[str, Any]:
    """Return what parcels take from the shelves as parameters: NULL where lines go as they are from one shelf.

    `withheld` is what rules keep back from the buyer of each of `demands`; none at all, when it is empty.
    """
    wanted = [(line.line, line.priced.quantity) for line in quote.lines]
    alone = len(parcels) == 1 and [(part.line, part.quantity) for part in parcels[0].parts] == wanted
    plain = alone and not parcels[0].to and not parcels[0].expected_on
    if plain and not any(line.snapshot.component_variants for line in quote.lines):
        named = dict.fromkeys(["demand_lines", "demand_places", "demand_variants", "demand_quantities", "demand_pers"])
        return {**named, "withheld": list(withheld) if any(withheld) else None}
    taken = demands(quote, parcels)
    return {
        "demand_lines": [each.line for each in taken],
        "demand_places": [each.place for each in taken],
        "demand_variants": [each.variant for each in taken],
        "demand_quantities": [each.quantity for each in taken],
        "demand_pers": [each.per for each in taken],
        "withheld": list(withheld) if any(withheld) else None,
    }


def _slots(new: NewOrder, opened: Iterable[fulfilment.NewConsignment]) -> list[datetime | None] | None:
    """Return the hour of its room that each place gives, none for what waits or leaves at once; None if none."""
    works = [each.expected_on is None and each.method is not fulfilment.Method.TAKE_NOW for each in opened]
    taken = [new.appointed[each.place].slot if work else None for each, work in zip(opened, works, strict=True)]
    return taken if any(taken) else None


def order_columns(new: NewOrder, number: str, withheld: Sequence[int]) -> dict[str, Any]:
    """Return an order, its lines, payments, parcels and events as the parameters of `sql/place.sql`."""
    return {
        **_header_columns(new, number),
        **_line_columns(new.quote),
        **demand_columns(new.quote, new.taken, withheld),
        **_payment_columns(new.tenders),
        **_event_columns(new, number),
    }


def _header_columns(new: NewOrder, number: str) -> dict[str, Any]:
    return {
        "checkout": new.checkout,
        "checkout_version": new.checkout_version,
        "anew": new.anew,
        "claimed": [new.held.payment, new.held.payable] if new.held else None,
        "claimed_hash": new.held.bound_hash if new.held else None,
        "market": new.market,
        "order": new.id,
        "place": new.place,
        "who": [new.channel, new.customer, new.staff, new.till],
        "words": [
            *(number, new.device, new.campaign, new.method.value, new.quote.items.currency),
            *("overruled" if new.overruled_by else "", new.quote.rounding),
        ],
        "sums": [
            *(new.quote.items.minor, new.quote.delivery.minor),
            *(new.held.amount.minor if new.held else None, new.quote.delivery_tax),
        ],
        "at": new.at,
        "contact": list(astuple(new.contact)) if new.contact else None,
        "customer_place": new.customer_place,
    }


def _ready_at(new: NewOrder, parcel: Parcel) -> datetime:
    return parcel.ready_at or new.appointed[parcel.place].ready_at


def _opened(new: NewOrder, id: fulfilment.ConsignmentId, parcel: Parcel) -> fulfilment.NewConsignment:
    method = fulfilment.Method.BRING if parcel.to else fulfilment.Method(new.method)
    if parcel.at_once:
        return fulfilment.NewConsignment(id, parcel.place, fulfilment.Method.TAKE_NOW, new.at, lines=())
    return fulfilment.NewConsignment(
        *(id, parcel.place, method, _ready_at(new, parcel)),
        lines=(),
        bring_to=parcel.to,
        there_by=parcel.there_by,
        expected_on=parcel.expected_on,
    )


def brought(new: NewOrder, consignments: Iterable[UUID]) -> list[fulfilment.NewConsignment]:
    """Return those of an order's consignments, which are parallel to its parcels, that are brought to a store."""
    pairs = zip(consignments, new.parcels, strict=True)
    return [_opened(new, fulfilment.ConsignmentId(id), parcel) for id, parcel in pairs if parcel.to]


def taken_in(new: NewOrder) -> list[Leg]:
    """Return the work of a store that only takes in what others bring to it; a checkout has taken that hour already."""
    send = {each.place for each in new.parcels}
    return [Leg(place, (), each.ready_at, each.slot) for place, each in new.appointed.items() if place not in send]


def along(new: NewOrder) -> BasketQuote:
    """Return what the buyer of an order takes along from the counter while the rest goes onward."""
    return part_of(new.quote, {part.line: part.quantity for parcel in new.at_once for part in parcel.parts})


def at_once(new: NewOrder, consignments: Iterable[UUID]) -> list[fulfilment.ConsignmentId]:
    """Return which of an order's consignments, parallel to its parcels, are in the buyer's hands already."""
    pairs = zip(consignments, new.parcels, strict=True)
    return [fulfilment.ConsignmentId(id) for id, parcel in pairs if parcel.at_once]


def days_of(new: NewOrder, consignments: Iterable[UUID]) -> dict[fulfilment.ConsignmentId, date]:
    """Return until when those of an order's consignments wait, parallel to its parcels, whose goods are to come."""
    pairs = zip(consignments, new.parcels, strict=True)
    return {fulfilment.ConsignmentId(id): parcel.expected_on for id, parcel in pairs if parcel.expected_on}


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
        "taxes": [line.tax for line in lines],
    }


def _payment_columns(tenders: Sequence[payments.Tender]) -> dict[str, Any]:
    return {
        "payments": [tender.id for tender in tenders] or None,
        "payment_methods": [tender.method.value for tender in tenders],
        "payment_amounts": [tender.amount for tender in tenders],
    }


def _event_columns(new: NewOrder, number: str) -> dict[str, Any]:
    takes_now, currency = new.method is Method.TAKE_NOW, new.quote.items.currency
    parcels = [] if takes_now else [(fulfilment.ConsignmentId(new_id()), parcel) for parcel in new.parcels]
    parts = [(consignment, part) for consignment, parcel in parcels for part in parcel.parts]
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
    opened = [_opened(new, id, parcel) for id, parcel in parcels]
    drafts += fulfilment.opened(opened, market=new.market, order=new.id, order_number=number)
    if not new.checkout:  # a hold has changed what can be promised before
        keys = [(each.place, each.variant) for each in demands(new.quote, new.parcels)]
        drafts += inventory.stock_change_drafts(new.market, keys, cause=new.id)
    columns = outbox.columns(drafts)
    return {
        "consignments": [each.id for each in opened] or None,
        "consignment_places": [each.place for each in opened] or None,
        "dues": [each.due_at for each in opened] or None,
        "slots": None if new.checkout and not new.anew else _slots(new, opened),
        "part_consignments": [consignment for consignment, _ in parts] if len(parcels) > 1 else None,
        "part_lines": [part.line for _, part in parts] if len(parcels) > 1 else None,
        "part_quantities": [part.quantity for _, part in parts] if len(parcels) > 1 else None,
        "event_types": columns.types,
        "event_aggregates": columns.aggregates,
        "event_sequences": columns.sequences,
        "event_data": columns.data,
    }
