"""Placing an order in one call, and what every order needs."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from oneshelf.kernel.accounts.public import TooManyAttempts
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponDoesNotWork
from oneshelf.modules.customers import public as customers
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory.public import OutOfStock
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import BadQuantity, NoPrice
from oneshelf.modules.promotions.public import PromotionUsedUp
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.tax import public as tax
from oneshelf.surfaces.api import baskets, directory, shapes
from oneshelf.surfaces.api.calls import REPLAYED, Call, Reply
from oneshelf.surfaces.api.coupons_in import guesser
from oneshelf.surfaces.api.errors import ChannelClosed, UnknownCard
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.problems import AtField

PLACING = (
    OutOfStock,
    NoPrice,
    BadQuantity,
    ChannelClosed,
    UnknownCard,
    customers.InvalidCard,
    markets.UnknownChannel,
    places.UnknownPlace,
    places.PlaceClosed,
    checkout.NotForSale,
    checkout.EmptyBasket,
    checkout.TooManyLines,
    checkout.PlaceDoesNot,
    checkout.ContactMissing,
    tax.BadVatId,
)
"""What may stand against a basket, whoever sends it."""

ON_ACCOUNT = (
    companies.NotAMember,
    companies.NotOnAccount,
    companies.OrderTooSmall,
    companies.OverMemberLimit,
    companies.OnHold,
    companies.InvoiceOverdue,
    companies.OverCredit,
)
"""What may stand against an order on account."""

ONWARD = (
    checkout.ChooseStore,
    checkout.NotBought,
    checkout.NotTakenNow,
    checkout.NowhereInStock,
    checkout.PromiseMoved,
    delivery.NotByThatService,
    sourcing.PlaceBusy,
)
"""What may stand against goods that their buyer does not take along."""

LABELLED = (
    catalogue.NotABarcode,
    catalogue.WrongCheckDigit,
    checkout.OnlyTakenNow,
    checkout.PastItsDay,
    checkout.WrongLabel,
)
"""What may stand against goods with a label."""

USED_UP = (CouponDoesNotWork, PromotionUsedUp)
"""What may stand against coupons, and against promotions with limits, that a basket was priced with."""

LATER = (checkout.NotAtCollection, checkout.TooMuchAtCollection, orders.TooManyUnpaid)
"""What may stand against paying when the goods are collected."""


@operation(
    "POST",
    "/orders",
    summary="Place an order in one call",
    tag="orders",
    needs="orders.place",
    gives=shapes.PlacedOrder,
    status=201,
    key_needed=True,
    refuses=(
        *PLACING,
        *LABELLED,
        checkout.PriceChanged,
        checkout.PaymentMissing,
        checkout.PaidTooMuch,
        checkout.CardDeclined,
        checkout.OneCardOnly,
        *LATER,
        *ON_ACCOUNT,
        *ONWARD,
        *USED_UP,
        TooManyAttempts,
        delivery.NotDelivered,
        payments.NoGateway,
        payments.BadPaymentAmount,
        payments.PaymentNotReady,
    ),
)
def place_order(call: Call, body: shapes.NewOrder) -> Reply:
    """Price, pay and write an order in one transaction, or nothing of it.

    For tills, marketplaces and agents: whoever has taken the money, or holds a card's token. The sum of `payments` must
    be the total. Nobody is charged without an order. On account sells whoever may sell to companies. With `ahead`, what
    the place has not but sells ahead waits for its goods, unless it is taken at once; without, it is refused.
    """
    market, claim = call.market, call.required_claim()
    place = directory.open_place(market.id, body.place)
    call.actor.require("orders.place", place.id)
    if any(given.method == "on_account" for given in body.payments):
        call.actor.require("companies.sell", place.id)
    if body.pay_by and body.payments:
        raise Invalid(name="pay_by", value=body.pay_by, cure=_("Leave it out: the payments say how it is paid."))
    basket = baskets.find(body.lines)
    purchase = checkout.Purchase(
        market=market.id,
        channel=channel_for(call, body.channel).id,
        method=orders.Method(body.method),
        place=place.id,
        lines=basket.wanted,
        tenders=tuple(_tender(market, index, given) for index, given in enumerate(body.payments)),
        customer=holder_of(body.customer_card),
        contact=shapes.contact(body.contact) if body.contact else None,
        device=body.device,
        campaign=body.campaign,
        gift=body.gift.message if body.gift else None,
        expected_total=in_currency(market, body.expected_total, "expected_total") if body.expected_total else None,
        ahead=body.ahead,
        codes=tuple(body.codes),
        pay_by=body.pay_by or "",
    )
    with basket.pointing():
        wanted = baskets.as_labelled(basket, body.lines, market=market.id, buyer=purchase.buyer)
        purchase = replace(purchase, lines=wanted)
    with basket.pointing(), coupons.counting(body.codes, by=guesser(call, purchase.customer)):
        if body.onward:
            purchase = replace(purchase, onward=_onward(market, body.onward, basket))
        placed = checkout.place_order(purchase, actor=call.actor, once=claim, snapshots=basket.snapshots)
    return placed_reply(placed)


def _onward(market: markets.Market, given: shapes.Onward, bought: baskets.Basket) -> checkout.Onward:
    """Return what comes later. Raises NotBought for what is none of the order's, UnknownPlace and PlaceClosed."""
    for index, line in enumerate(given.lines):
        if line.sku not in bought.by_sku:
            refusal = checkout.NotBought(variant=line.sku, wanted=line.quantity, bought=0)
            raise AtField(refusal, f"onward.lines[{index}].sku", line.sku)
    return checkout.Onward(
        orders.Method(given.method),
        tuple(checkout.Wanted(bought.by_sku[line.sku].variant, line.quantity) for line in given.lines),
        shapes.contact(given.contact),
        directory.open_place(market.id, given.place).id if given.place else None,
        given.service,
        given.promised_by,
    )


def _tender(market: markets.Market, index: int, given: shapes.Tender) -> checkout.Tender:
    if given.method == "on_account" and len(given.token) > companies.LONGEST_REFERENCE:
        cure = _("Write at most %(most)s characters.") % {"most": companies.LONGEST_REFERENCE}
        raise Invalid(name=f"payments[{index}].token", value=given.token[:40], cure=cure)
    return checkout.Tender(given.method, in_currency(market, given.amount, f"payments[{index}].amount"), given.token)


def placed_reply(placed: checkout.PlacedOrder) -> Reply:
    """Return the reply to whoever placed an order, now or before under the same key."""
    headers = {"Location": f"/api/v1/orders/{placed.number}"} | (REPLAYED if placed.repeated else {})
    return Reply(shapes.PlacedOrder(placed.order, placed.number, shapes.money(placed.total)), 201, headers)


def channel_for(call: Call, code: str) -> markets.Channel:
    """Return the channel with `code`. Raises UnknownChannel, and ChannelClosed when it is not for this caller.

    Shoppers without a key cannot pretend to be a till or a marketplace.
    """
    channel = directory.channel(call.market.id, code)
    if not channel.active or (call.client is None and channel.kind not in SHOPPERS_CHANNELS):
        raise ChannelClosed(channel=code)
    return channel


SHOPPERS_CHANNELS = frozenset(
    {markets.ChannelKind.WEB, markets.ChannelKind.APP, markets.ChannelKind.SOCIAL, markets.ChannelKind.AGENT}
)


def holder_of(card: str | None) -> customers.CustomerId | None:
    """Return whose customer card that is. Raises InvalidCard and UnknownCard."""
    if not card:
        return None
    found = customers.find_by_card(card)
    if found is None:
        raise UnknownCard(card=card)
    return found.id


def in_currency(market: markets.Market, amount: shapes.Money, field: str) -> Money:
    """Return an amount in the market's currency. Raises Invalid when it is in another."""
    if amount.currency != market.currency:
        cure = _("This market trades in %(currency)s.") % {"currency": market.currency}
        raise Invalid(name=f"{field}.currency", value=amount.currency, cure=cure)
    return Money(amount.amount, amount.currency)
