"""Baskets that somebody is filling, as the form reads them that explains one."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid, NotAllowed
from oneshelf.modules.carts import public as carts
from oneshelf.modules.carts.public import Cart, CartId
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice.coupon_forms import customer_of
from oneshelf.surfaces.backoffice.desk import Desk
from oneshelf.surfaces.backoffice.errors import NoCustomerNamed


def cart_of(desk: Desk, cart: UUID) -> Cart:
    """Return a basket of the market. Raises UnknownCart, and NotAllowed.

    Of what staff prepare it takes the permission to draft, of what is its shopper's own the one to see customers.
    """
    found = carts.what_became_of(CartId(cart))
    if found.market != desk.market.id:
        raise carts.UnknownCart(cart=str(cart))
    _require(desk, "carts.draft" if found.staff else "customers.view")
    return found


def cart_of_customer(desk: Desk, typed: str) -> Cart:
    """Return what the customer with an e-mail or card number has in their basket.

    Raises NoCustomerNamed, Invalid and NotAllowed.
    """
    _require(desk, "customers.view")
    if not typed.strip():
        raise NoCustomerNamed
    customer = customer_of(typed.strip().lower())
    if customer is None:
        raise Invalid(name=_("Customer"), value=typed, cure=_("Write the e-mail or the card number of one customer."))
    found = carts.cart_of_customer(desk.market.id, customer)
    if found is None or not found.lines:
        raise Invalid(name=_("Customer"), value=typed, cure=_("There is nothing in their basket: write down what is."))
    return found


def _require(desk: Desk, permission: str) -> None:
    if not desk.actor.may_somewhere(permission):
        raise NotAllowed(permission=permission)


def filled_in(desk: Desk, cart: Cart) -> dict[str, str]:
    """Return what the form would hold if somebody had typed a basket into it, but for what is gone from the range."""
    known = catalogue.snapshots([line.variant for line in cart.lines])
    lines = [(known[line.variant], line.quantity) for line in cart.lines if line.variant in known]
    place = places.get_place(cart.collect_at).code if cart.collect_at else ""
    return {
        "cart": str(cart.id),
        "lines": "\n".join(f"{article.sku} {article.unit.shown(quantity):f}" for article, quantity in lines),
        "channel": desk.channels[cart.channel].code if cart.channel in desk.channels else "",
        "place": place,
        "customer": _said(cart.customer) if cart.customer else "",
    }


def _said(customer: CustomerId) -> str:
    """Return how a customer is typed: by e-mail, else by card."""
    return customers.get_customer(customer).email or next(iter(customers.cards_of(customer)), "")
