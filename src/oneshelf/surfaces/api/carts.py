"""Carts that move: filled by an app or agent, taken over by a till by code, and the reverse.

A cart belongs to whoever holds its secret, which is told when it is opened. Adding is a delta; setting a line says by
`If-Match` which version it replaces, and is refused when that is not so any more.
"""

from __future__ import annotations

import re
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.accounts.public import TooManyAttempts
from oneshelf.kernel.errors import Invalid
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.coupons.public import CouponDoesNotWork, UnknownCoupon
from oneshelf.surfaces.api import baskets, cart_shapes, checkouts, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.coupons_in import coupon_in
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import PLACING, channel_for

_VERSION = re.compile(r'(?:W/)?"?([0-9]{1,9})"?')
_HELD = (carts.UnknownCart, carts.CartElsewhere, carts.CartBeingPaid)
_FILLED = (*_HELD, carts.BadCartQuantity, carts.CartFull, checkout.NotForSale)


@operation(
    "POST",
    "/carts",
    summary="Open a cart",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    status=201,
    refuses=PLACING,
)
def open_cart(call: Call, body: cart_shapes.NewCart) -> Reply:
    """Open an empty cart. Keep `secret`: it is told once, and each further step must carry it."""
    cart, secret = carts.open_for_guest(call.market.id, channel_for(call, body.channel).id)
    return _shown(cart, secret=secret, status=201)


@operation(
    "GET",
    "/carts/{cart_id}",
    summary="Show a cart",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=(carts.UnknownCart,),
)
def show_cart(call: Call, cart_id: str) -> Reply:
    """Return a cart as it stands, and in whose hands it is."""
    return _shown(_own(call, cart_id))


@operation(
    "POST",
    "/carts/{cart_id}/lines",
    summary="Add to a cart",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=_FILLED,
)
def add_to_cart(call: Call, cart_id: str, body: cart_shapes.AddedLine) -> Reply:
    """Put so much more of a variant in. Two that add at once both count; a repetition under one key does not."""
    own, variant = _own(call, cart_id), _variant(body.sku)
    return call.once(lambda: _shown(carts.add_line(own.id, variant, body.quantity)), str(own.id))


@operation(
    "PUT",
    "/carts/{cart_id}/lines/{sku}",
    summary="Set a line of a cart",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=(*_FILLED, carts.CartChanged),
)
def set_cart_line(call: Call, cart_id: str, sku: str, body: cart_shapes.SetLine) -> Reply:
    """Let the cart hold so much of a variant, as long as it is still at the version that `If-Match` names."""
    own, version = _own(call, cart_id), _version(call)
    return _shown(carts.set_line(own.id, _variant(sku), body.quantity, version=version))


@operation(
    "PUT",
    "/carts/{cart_id}/gift",
    summary="Make a cart a present",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=_HELD,
)
def set_cart_gift(call: Call, cart_id: str, body: cart_shapes.SetGift) -> Reply:
    """Make what the cart holds a present with a message, or a purchase like any other."""
    return _shown(carts.set_gift(_own(call, cart_id).id, carts.Gift(body.gift.message) if body.gift else None))


@operation(
    "POST",
    "/carts/{cart_id}/coupons",
    summary="Hand in a coupon",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=(*_HELD, CouponDoesNotWork, TooManyAttempts, carts.TooManyCoupons),
)
def hand_in_coupon(call: Call, cart_id: str, body: cart_shapes.HandedIn) -> Reply:
    """Keep a coupon with the cart, if its code works; the cart's checkout is priced with it. Again changes nothing."""
    own = _own(call, cart_id)
    found = coupon_in(call, body.code, own.customer, held_by=own.begun)
    checkout.check_room(found, own.coupons, own.market, own.customer, clock.now(), held_by=own.begun)
    return _shown(carts.keep_coupon(own.id, found.coupon))


@operation(
    "DELETE",
    "/carts/{cart_id}/coupons/{coupon_id}",
    summary="Take a coupon out",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=(*_HELD, UnknownCoupon),
)
def take_coupon_out(call: Call, cart_id: str, coupon_id: str) -> Reply:
    """Keep a coupon no longer with the cart."""
    own = _own(call, cart_id)
    kept = next((each for each in own.coupons if str(each) == coupon_id), None)
    if kept is None:
        raise UnknownCoupon(coupon=coupon_id[:40])
    return _shown(carts.take_out_coupon(own.id, kept))


@operation(
    "POST",
    "/carts/{cart_id}/code",
    summary="Show a cart's code",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.CartCode,
    status=201,
    refuses=_HELD,
)
def show_cart_code(call: Call, cart_id: str) -> Reply:
    """Return a code by which a till or a member of staff takes the cart over, once, within ten minutes."""
    shown = carts.show_code(_own(call, cart_id).id)
    return Reply(cart_shapes.CartCode(shown.code, shown.expires_at), 201)


@operation(
    "POST",
    "/carts/{cart_id}/take-over",
    summary="Take a cart over by its code",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=(*_HELD, carts.BadCartCode),
)
def take_over_cart(call: Call, cart_id: str, body: cart_shapes.TakenCode) -> Reply:
    """Pour the cart of a code into this one: quantities add up. Reading this cart's own code brings it home."""
    return _shown(checkout.take_home_cart(body.code, _own(call, cart_id), market=call.market.id))


@operation(
    "POST",
    "/carts/{cart_id}/take-back",
    summary="Take a cart back",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=cart_shapes.Cart,
    refuses=(carts.UnknownCart, carts.CartBeingPaid),
)
def take_cart_back(call: Call, cart_id: str) -> Reply:
    """Take the cart out of whatever hands it is in, so that these can order it no more."""
    return _shown(carts.take_back(_own(call, cart_id).id))


@operation(
    "POST",
    "/carts/{cart_id}/checkouts",
    summary="Check a cart out",
    tag="carts",
    needs="checkout.use",
    for_shoppers=True,
    gives=shapes.Checkout,
    status=201,
    refuses=(*_HELD, *PLACING),
)
def check_cart_out(call: Call, cart_id: str) -> Reply:
    """Start a checkout of exactly what the cart holds. When it changes or moves afterwards, completing is refused.

    Coupons that an earlier checkout of the cart holds, and has not paid for, are free for this one.
    """
    own = _own(call, cart_id)
    if not own.is_with_shopper:
        raise carts.CartElsewhere(kind=own.holder.kind.value, where=own.holder.name)
    wanted = [checkout.Wanted(line.variant, line.quantity) for line in own.lines]
    former = _begun_before(own)
    if former:
        checkout.give_up_uses(former)
    kept = checkout.coupons_kept(own.coupons, own.market, own.customer, clock.now())
    begun = checkout.start(
        *(call.market, own.channel, wanted),
        customer=own.customer,
        cart=own.revision,
        gift=own.gift,
        coupons=checkout.handed_in(kept),
    )
    carts.note_begun(own.id, begun.id)
    return Reply(checkouts.shown(begun, secret=checkouts.secret_of(begun.id)), 201)


def _own(call: Call, text: str) -> carts.Cart:
    """Return the caller's cart. Raises UnknownCart, also when the secret is wrong, or that of another cart."""
    found = carts.cart_of_token(call.request.META.get("HTTP_CART_SECRET", ""))
    try:
        wanted = UUID(text)
    except ValueError as error:
        raise carts.UnknownCart(cart=text[:40]) from error
    if found is None or found.id != wanted or found.market != call.market.id:
        raise carts.UnknownCart(cart=text[:40])
    return found


def _begun_before(cart: carts.Cart) -> checkout.Checkout | None:
    """Return the cart's latest checkout, unless it was so long ago that nobody remembers."""
    try:
        return checkout.get_checkout(checkout.CheckoutId(cart.begun)) if cart.begun else None
    except checkout.UnknownCheckout:
        return None


def _version(call: Call) -> int:
    said = call.request.META.get("HTTP_IF_MATCH", "")
    match = _VERSION.fullmatch(said)
    if match is None:
        cure = _("Send the version of the cart that you saw, as its ETag says it.")
        raise Invalid(name="If-Match", value=said[:40], cure=cure)
    return int(match.group(1))


def _variant(sku: str) -> catalogue.VariantId:
    line = shapes.WantedLine(sku=sku, quantity=1)
    return baskets.find([line]).by_sku[sku].variant


def _shown(cart: carts.Cart, *, secret: str = "", status: int = 200) -> Reply:
    known = catalogue.snapshots([line.variant for line in cart.lines])
    shown = cart_shapes.Cart(
        id=cart.id,
        state=cart.state,
        version=cart.version,
        holder=cart_shapes.Holder(cart.holder.kind, cart.holder.name),
        lines=[
            cart_shapes.CartLine(known[line.variant].sku, known[line.variant].title, line.quantity)
            for line in cart.lines
            if line.variant in known
        ],
        coupons=[
            cart_shapes.CartCoupon(each.id, each.tail, each.works)
            for each in checkout.coupons_kept(cart.coupons, cart.market, cart.customer, clock.now(), held_by=cart.begun)
        ],
        gift=shapes.Gift(message=cart.gift.message) if cart.gift else None,
        secret=secret or msgspec.UNSET,
    )
    return Reply(shown, status, {"ETag": f'"{cart.version}"'})
