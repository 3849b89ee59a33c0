"""Reading checkouts, and what a basket costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import clock, decoding, sql
from oneshelf.kernel.money import Money
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.errors import CheckoutDone, CheckoutExpired, NotForSale, UnknownCheckout
from oneshelf.modules.checkout.queries import quotes
from oneshelf.modules.checkout.types import (
    BasketQuote,
    Checkout,
    CheckoutId,
    CheckoutState,
    Occasion,
    Parcel,
    QuotedLine,
    Wanted,
)
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.markets.public import ChannelId, Market, MarketId
from oneshelf.modules.orders.public import Contact, Method, OrderId
from oneshelf.modules.payments.public import PaymentId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import OrderLine


@dataclass(frozen=True, slots=True)
class _CheckoutRow:
    id: CheckoutId
    market: MarketId
    channel: ChannelId
    cart: CartId | None
    customer: CustomerId | None
    state: str
    version: int
    quote: str
    method: str
    place: PlaceId | None
    parcels: str
    promised_by: datetime | None
    contact: str
    payment: PaymentId | None
    order: OrderId
    expires_at: datetime
    gift: str | None
    staff: UUID | None


_CHECKOUT = sql.statement(__name__, "checkout", row=_CheckoutRow)
_PAID_AND_LEFT = sql.statement(__name__, "paid_and_left", row=UUID)
_EXPIRED = sql.statement(__name__, "expired", row=UUID)


def get_checkout(checkout: CheckoutId) -> Checkout:
    """Return a checkout, whatever its state. Raises UnknownCheckout."""
    row = _CHECKOUT.find(checkout=checkout)
    if row is None:
        raise UnknownCheckout(checkout=str(checkout))
    quote = decoding.decode(row.quote, BasketQuote)
    return Checkout(
        id=row.id,
        market=row.market,
        channel=row.channel,
        cart=row.cart,
        customer=row.customer,
        state=CheckoutState(row.state),
        version=row.version,
        quote=quote,
        method=Method(row.method) if row.method else None,
        place=row.place,
        parcels=_parcels(row, quote),
        promised_by=row.promised_by,
        contact=decoding.decode(row.contact, Contact) if row.contact else None,
        payment=row.payment,
        order=row.order,
        expires_at=row.expires_at,
        gift=row.gift,
        staff=row.staff,
    )


def _parcels(row: _CheckoutRow, quote: BasketQuote) -> tuple[Parcel, ...]:
    if row.parcels:
        return decoding.decode(row.parcels, tuple[Parcel, ...])
    return (rules.whole(quote, row.place),) if row.place else ()


def get_open(checkout: CheckoutId) -> Checkout:
    """Return a checkout that can still go on. Raises UnknownCheckout, CheckoutDone and CheckoutExpired."""
    found = get_checkout(checkout)
    if found.state is CheckoutState.COMPLETED:
        raise CheckoutDone(checkout=str(checkout))
    if found.state is CheckoutState.EXPIRED or found.expires_at <= clock.now():
        raise CheckoutExpired(checkout=str(checkout))
    return found


def expired_checkouts(limit: int) -> list[CheckoutId]:
    """Return open checkouts whose time is over, oldest first."""
    return [CheckoutId(found) for found in _EXPIRED.all(at=clock.now(), limit=limit)]


def paid_and_left(expires: datetime, limit: int) -> list[CheckoutId]:
    """Return open checkouts that hold a payment and end by `expires`, the next to end first."""
    return [CheckoutId(found) for found in _PAID_AND_LEFT.all(expires=expires, at=clock.now(), limit=limit)]


def quote(
    market: Market,
    lines: Iterable[Wanted],
    snapshots: Mapping[catalogue.VariantId, catalogue.VariantSnapshot] | None = None,
    buyer: pricing.Buys = pricing.ANYBODY,
    *,
    place: Place | None = None,
    payment: str = "",
    coupons: tuple[pricing.compiled.Coupon, ...] = (),
) -> BasketQuote:
    """Return what a basket costs the buyer now, before delivery: two statements, one with `snapshots`.

    Where rules are in force, more is asked as they need it: it is bought or collected at `place` and paid by
    `payment`, as far as that is known, and `coupons` are handed in. Raises EmptyBasket, TooManyLines, NotForSale,
    PastItsDay, and pricing's NoPrice, BadQuantity and BasketTooLarge.
    """
    wanted = rules.gathered(lines)
    variants = [line.variant for line in wanted]
    if snapshots is None:
        snapshots = catalogue.snapshots(variants)
    for variant in variants:
        if variant not in snapshots or not snapshots[variant].sellable:
            raise NotForSale(variant=snapshots[variant].sku if variant in snapshots else str(variant))
    if place is None and buyer.place is not None:
        place = places.get_place(buyer.place)
    occasion = Occasion(market, buyer, clock.now(), place, payment=payment, coupons=coupons)
    return quote_snapshots(occasion, wanted, snapshots)


def quote_snapshots(
    occasion: Occasion,
    wanted: Iterable[Wanted],
    snapshots: Mapping[catalogue.VariantId, catalogue.VariantSnapshot],
) -> BasketQuote:
    """Price lines whose snapshots are at hand, as `quote` does, and with its refusals of prices and days."""
    market = occasion.market
    lines = list(wanted)
    rules.check_days(lines, snapshots, occasion.local.date())
    prices = pricing.prices(market.id, list(dict.fromkeys(line.variant for line in lines)), occasion.at, occasion.buyer)
    return quotes.priced(occasion, listed_lines(lines, snapshots, prices, market.currency))


def listed_lines(
    wanted: Iterable[Wanted],
    snapshots: Mapping[catalogue.VariantId, catalogue.VariantSnapshot],
    prices: Mapping[catalogue.VariantId, pricing.Price],
    currency: str,
) -> list[QuotedLine]:
    """Return lines at their listed prices, or those of their labels. Raises NoPrice, BadQuantity and WrongCurrency."""
    lines = []
    for number, line in enumerate(wanted, start=1):
        listed = pricing.price_line(pricing.BasketLine(line.variant, line.quantity), prices, currency)
        unit_price = rules.labelled_price(line, listed.unit_price)
        lines.append(
            QuotedLine(
                number,
                snapshots[line.variant],
                replace(listed, unit_price=unit_price, amount=unit_price.times(line.quantity)),
                price_version=str(prices[line.variant].id),
                expires_on=line.expires_on,
                portion=line.portion,
            )
        )
    return lines


def demanded(quote: BasketQuote) -> tuple[OrderLine, ...]:
    """Return what a basket takes from the shelves, weighed: of a kit its components, all under its line."""
    counted = sourcing.order_lines((line.snapshot, line.priced.quantity) for line in quote.lines)
    return tuple(replace(each, line=quote.lines[each.line - 1].line) for each in counted)


def delivery_charge(market: MarketId, quote: BasketQuote, contact: Contact | None) -> Money:
    """Return what the shopper pays to have a basket sent: the rate of the cheapest service that goes there.

    Nothing in a market without services. Raises delivery's NotDelivered.
    """
    there = delivery.Destination(contact.country, contact.postal_code) if contact else delivery.ANYWHERE
    weight = sum(line.weight_g * line.quantity for line in demanded(quote))
    offer = delivery.cheapest(market, there, weight_g=weight, goods=quote.items.minor)
    return Money(offer.charge if offer else 0, quote.items.currency)
