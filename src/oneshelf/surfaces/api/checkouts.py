"""The shopper's way, step by step: start, choose delivery, pay, complete.

A checkout belongs to whoever holds its secret, an HMAC of its id under the house's key: nothing is stored, and nobody
can make one up. Without it a checkout is as unknown as one that never was.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from msgspec import Meta

from oneshelf.kernel.accounts.public import TooManyAttempts
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.idempotency import public as idempotency
from oneshelf.modules.carts import public as carts
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.coupons.public import CouponDoesNotWork
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory.public import HoldExpired
from oneshelf.modules.orders import public as orders
from oneshelf.modules.payments import public as payments
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.api import baskets, directory, shapes
from oneshelf.surfaces.api.calls import REPLAYED, Call, Reply
from oneshelf.surfaces.api.coupons_in import coupons_in
from oneshelf.surfaces.api.errors import NotSignedIn
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import LATER, ON_ACCOUNT, PLACING, USED_UP, channel_for, holder_of, placed_reply

GOING_ON = (checkout.UnknownCheckout, checkout.CheckoutDone, checkout.CheckoutExpired, checkout.CheckoutChanged)


class CompleteQuery(shapes.Given, frozen=True):
    """How a checkout becomes an order."""

    pay: Annotated[
        Literal["at_collection", "on_account"] | None, Meta(description="When it is paid, unless it is paid already.")
    ] = None
    reference: Annotated[
        str, Meta(max_length=companies.LONGEST_REFERENCE, description="What the company calls an order on account.")
    ] = ""


@operation(
    "POST",
    "/checkouts",
    summary="Start a checkout",
    tag="checkout",
    needs="checkout.use",
    for_shoppers=True,
    gives=shapes.Checkout,
    status=201,
    refuses=(*PLACING, CouponDoesNotWork, TooManyAttempts),
)
def start_checkout(call: Call, body: shapes.NewCheckout) -> Reply:
    """Quote a basket and open a checkout for 15 minutes from its last step, an hour in all. Nothing is held yet.

    Keep `secret`: each further step must carry it. Only programs with a key may name a customer's card.
    """
    if body.customer_card and call.client is None:
        raise NotSignedIn
    channel = channel_for(call, body.channel)
    customer = holder_of(body.customer_card)
    basket, handed_in = baskets.find(body.lines), coupons_in(call, body.codes, customer)

    def begin() -> checkout.Checkout:
        with basket.pointing():
            lines, known = basket.wanted, basket.snapshots
            gift = carts.Gift(body.gift.message) if body.gift else None
            return checkout.start(
                *(call.market, channel.id, lines),
                customer=customer,
                snapshots=known,
                gift=gift,
                coupons=handed_in,
            )

    claim, fresh = call.claim(), []
    if claim is None:
        begun = begin()
        fresh = [begun]
    else:  # only the id is kept with the key, never the secret

        def kept() -> idempotency.Answer:
            fresh[:] = [begin()]
            return idempotency.Answer(201, str(fresh[0].id))

        known = checkout.CheckoutId(UUID(idempotency.once(claim, kept).body))
        begun = fresh[0] if fresh else checkout.get_checkout(known)
    headers = {"Location": f"/api/v1/checkouts/{begun.id}"} | ({} if fresh else REPLAYED)
    return Reply(shown(begun, secret=secret_of(begun.id)), 201, headers)


@operation(
    "GET",
    "/checkouts/{checkout_id}",
    summary="Show a checkout",
    tag="checkout",
    needs="checkout.use",
    for_shoppers=True,
    gives=shapes.Checkout,
    refuses=(checkout.UnknownCheckout,),
)
def show_checkout(call: Call, checkout_id: str) -> Reply:
    """Return a checkout as it stands."""
    return Reply(shown(checkout.get_checkout(_own(call, checkout_id))))


@operation(
    "PUT",
    "/checkouts/{checkout_id}/delivery",
    summary="Choose collection or delivery",
    tag="checkout",
    needs="checkout.use",
    for_shoppers=True,
    gives=shapes.Checkout,
    refuses=(*GOING_ON, *PLACING, *USED_UP, checkout.NowhereInStock, delivery.NotDelivered, delivery.NotByThatService),
)
def choose_delivery(call: Call, checkout_id: str, body: shapes.Delivery) -> Reply:
    """Say how the goods reach the shopper, and hold them there. Choosing again lets go of what was held before."""
    found, contact, payment = _own(call, checkout_id), shapes.contact(body.contact), body.pay_by or ""
    with baskets.pointing_at(lambda: _basket(found)):
        if body.method == "ship":
            return Reply(shown(checkout.ship_to(found, contact, service=body.service, payment=payment)))
        if body.place is None:
            raise Invalid(name="place", value="", cure=_("Say at which place the goods are collected."))
        place = directory.open_place(call.market.id, body.place)
        choose = checkout.bring_to if body.method == "bring" else checkout.collect_at
        return Reply(shown(choose(found, place.id, contact, payment=payment)))


@operation(
    "POST",
    "/checkouts/{checkout_id}/payments",
    summary="Pay by card",
    tag="checkout",
    needs="checkout.use",
    for_shoppers=True,
    gives=shapes.Payment,
    status=201,
    refuses=(
        *GOING_ON,
        checkout.ChooseDelivery,
        checkout.PlaceDoesNot,
        checkout.CardDeclined,
        checkout.PricedForOtherPayment,
        checkout.CostsNothing,
        payments.NoGateway,
    ),
)
def pay_checkout(call: Call, checkout_id: str, body: shapes.NewPayment) -> Reply:
    """Ask a card to hold the total, bound to exactly this basket and way of delivery.

    While money for the same basket is held or on its way, that payment is returned and no other card is asked; so
    repeating this is harmless even without a key. After a decline another card may be tried. What costs nothing is
    completed without a payment.
    """
    found = _own(call, checkout_id)

    def ask() -> Reply:
        payment = checkout.pay(found, payments.Method(body.method), body.token, actor=call.actor)
        if payment.state in (payments.PaymentState.DECLINED, payments.PaymentState.EXPIRED):
            raise checkout.CardDeclined(method=body.method)
        return Reply(shapes.Payment(payment.id, payment.state, shapes.money(payment.total)), 201)

    return call.once_if_repeatable(ask, str(found))


@operation(
    "POST",
    "/checkouts/{checkout_id}/complete",
    summary="Complete a checkout",
    tag="checkout",
    needs="checkout.use",
    for_shoppers=True,
    gives=shapes.PlacedOrder,
    status=201,
    key_needed=True,
    refuses=(
        checkout.UnknownCheckout,
        checkout.CheckoutExpired,
        checkout.CheckoutChanged,
        checkout.ChooseDelivery,
        checkout.PlaceDoesNot,
        checkout.PaymentMissing,
        checkout.PricedForOtherPayment,
        *LATER,
        *ON_ACCOUNT,
        *USED_UP,
        payments.PaymentNotReady,
        payments.PaymentForAnotherBasket,
        payments.AlreadyClaimed,
        HoldExpired,
    ),
)
def complete_checkout(call: Call, checkout_id: str, query: CompleteQuery) -> Reply:
    """Turn a paid checkout into its order. When the goods are gone meanwhile, the money is let go.

    One whose money nobody has taken becomes an order with `pay=at_collection`, where its place lets it, and with
    `pay=on_account` when the program may sell to companies and the checkout is of a member of one (`customer_card`).
    What a card holds for it, or comes to hold, is let go then; money that was taken pays it whatever is asked.
    """
    found = _own(call, checkout_id)
    if query.pay == "on_account":
        _check_may_sell_on_account(call, found)
    terms = orders.Terms(query.pay) if query.pay else None
    once = call.required_claim(str(found))
    return placed_reply(checkout.complete(found, actor=call.actor, once=once, terms=terms, reference=query.reference))


def _check_may_sell_on_account(call: Call, id: checkout.CheckoutId) -> None:
    """Require leave to sell on account at the place: the secret of a checkout shows who holds it, not who pays."""
    if call.client is None:
        raise NotSignedIn
    place = checkout.get_checkout(id).place
    if place is not None:  # without one it cannot be completed, and says so
        call.actor.require("companies.sell", place)


def secret_of(found: checkout.CheckoutId) -> str:
    """Return the secret that opens a checkout."""
    return salted_hmac("oneshelf.api.checkout", str(found), algorithm="sha256").hexdigest()


def _own(call: Call, text: str) -> checkout.CheckoutId:
    """Return the id of the caller's checkout. Raises UnknownCheckout, also when the secret is wrong."""
    try:
        found = checkout.CheckoutId(UUID(text))
    except ValueError as error:
        raise checkout.UnknownCheckout(checkout=text) from error
    if not constant_time_compare(call.request.META.get("HTTP_CHECKOUT_SECRET", ""), secret_of(found)):
        raise checkout.UnknownCheckout(checkout=text)
    return found


def _basket(found: checkout.CheckoutId) -> baskets.Basket:
    """Return the checkout's lines, so that a refusal can name one of them."""
    quoted = checkout.get_checkout(found).quote.lines
    lines = [shapes.WantedLine(sku=line.snapshot.sku, quantity=line.priced.quantity) for line in quoted]
    return baskets.Basket(lines, {line.snapshot.sku: line.snapshot for line in quoted})


def shown(found: checkout.Checkout, secret: str | None = None) -> shapes.Checkout:
    """Return a checkout as it goes over the wire, with its secret when that is told."""
    told = shapes.Checkout(
        id=found.id,
        state=found.state,
        lines=[
            shapes.CheckoutLine(
                line=line.line,
                sku=line.snapshot.sku,
                title=line.snapshot.title,
                unit=line.snapshot.unit,
                quantity=line.priced.quantity,
                unit_price=shapes.Money(amount=line.priced.unit_price.minor, currency=line.priced.unit_price.currency),
                per=line.priced.unit_price.per,
                amount=shapes.money(line.priced.amount),
                tax=shapes.Money(amount=line.tax, currency=line.priced.amount.currency),
                adjustments=[adjustment(each) for each in line.savings],
            )
            for line in found.quote.lines
        ],
        items=shapes.money(found.quote.items),
        delivery=shapes.money(found.quote.delivery),
        tax=shapes.money(found.quote.tax),
        tax_treatment=found.quote.treatment.value,
        delivery_adjustments=[adjustment(each) for each in found.quote.delivery_savings],
        gifts=[
            shapes.OpenGift(each.snapshot.sku, each.snapshot.title, each.pieces, UUID(each.rule), each.label)
            for each in checkout.open_gifts(
                found.market, found.quote, pricing.Buyer(found.channel, customer=found.customer)
            )
        ],
        total=shapes.money(found.quote.total),
        method=found.method,
        place=directory.place_code(found.place),
        service=found.service,
        brought=found.is_brought,
        expected_on=found.expected_on,
        promised_by=found.promised_by,
        paid=found.payment is not None,
        expires_at=found.expires_at,
    )
    return shapes.with_secret(told, secret) if secret else told


def adjustment(saving: checkout.Saving) -> shapes.Adjustment:
    """Return what was taken off, as it goes over the wire."""
    return shapes.Adjustment(
        saving.label,
        shapes.money(-saving.amount),
        UUID(saving.rule) if saving.rule else None,
        saving.version if saving.rule else None,
        list(saving.coupons),
    )
