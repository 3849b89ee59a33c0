"""What one request of a shopper brings: the market it is in, my store, the basket and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from oneshelf.kernel import guards
from oneshelf.kernel.actors import Actor, ActorKind
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.companies import public as companies
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing

GUEST_CART = "storefront_cart"
"""Where the session keeps the secret of a guest's cart."""

PREPARED = "storefront_prepared"
"""Where the session keeps the secret of a basket that staff prepared for this shopper, once its link was opened."""

POSTCODE = "storefront_postcode"
"""Where the session keeps the postcode to which somebody wants things sent."""

CHECKOUT = "storefront_checkout"
"""Where the session keeps the latest checkout, also when it is ordered; nobody else's can be named."""

MY_STORE = "my_store"
"""The cookie that holds the code of the chosen store. It says nothing about a person, so it needs no session."""

MY_STORE_FOR_S = 365 * 24 * 60 * 60
"""How long a browser remembers its store, in seconds."""


class NotOpenYet(Exception):
    """No market has a web channel: there is nothing to show."""

    silent_variable_failure = True  # in templates of pages that do without a market, such as signing in


@dataclass(frozen=True, slots=True)
class _Shopper:
    """Whoever visits, as prices ask about them: the channel is looked up only where a list is for one."""

    visit: Visit
    place: None = None

    @property
    def channel(self) -> markets.ChannelId:
        return self.visit.channel.id

    @property
    def customer(self) -> customers.CustomerId | None:
        return self.visit.customer_id


class Visit:
    """Everything is read when it is first asked for, and once."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def market(self) -> markets.Market:
        """The market that the web shop shows: the retailer's first."""
        for market in markets.list_markets():
            return market
        raise NotOpenYet

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of the house that the market offers; that of the source when it names none of them."""
        spoken = tuple(code for code, _name in settings.LANGUAGES if code in self.market.languages)
        return spoken or (settings.LANGUAGE_CODE,)

    @cached_property
    def channel(self) -> markets.Channel:
        """The market's web channel."""
        for channel in self.channels.values():
            if channel.kind is markets.ChannelKind.WEB and channel.active:
                return channel
        raise NotOpenYet

    @cached_property
    def channels(self) -> dict[markets.ChannelId, markets.Channel]:
        """Every channel of the market, to say where something was bought."""
        return {channel.id: channel for channel in markets.list_channels(self.market.id)}

    @property
    def actor(self) -> Actor:
        """Who does what this request does."""
        return guards.actor_of(self._request)

    @property
    def customer_id(self) -> customers.CustomerId | None:
        """The customer who is signed in, or None."""
        return customers.CustomerId(self.actor.id) if self.actor.kind is ActorKind.CUSTOMER and self.actor.id else None

    @cached_property
    def customer(self) -> customers.Customer | None:
        """Who is signed in, with name and contact, or None."""
        return customers.get_customer(self.customer_id) if self.customer_id else None

    @property
    def buyer(self) -> pricing.Buys:
        """For whom the web shop's prices are."""
        return _Shopper(self)

    @property
    def begun(self) -> checkout.CheckoutId | None:
        """The checkout that this browser began last, whatever became of it."""
        known = self._request.session.get(CHECKOUT)
        return checkout.CheckoutId(UUID(known)) if known else None

    @cached_property
    def membership(self) -> tuple[companies.Company, companies.Member] | None:
        """The company for which who is signed in may buy here, and within what; None for most people."""
        return companies.membership(self.market.id, self.customer_id) if self.customer_id else None

    @cached_property
    def store(self) -> places.Place | None:
        """The shopper's store; None when none was chosen, or it takes no shoppers any more."""
        code = self._request.COOKIES.get(MY_STORE, "")
        try:
            place = places.place_by_code(self.market.id, code) if code else None
        except places.UnknownPlace:
            return None
        return place if place and place.kind in places.VISITED_KINDS and not place.archived else None

    @cached_property
    def country(self) -> str:
        """The country in which shoppers mostly are: that of my store, else of the market's first; '' when unknown."""
        if self.store and self.store.address.country:
            return self.store.address.country
        return next((each.address.country for each in places.list_places(self.market.id) if each.address.country), "")

    @property
    def postcode(self) -> str:
        """The postcode that the shopper told us; '' when none."""
        return str(self._request.session.get(POSTCODE, ""))

    @cached_property
    def categories(self) -> tuple[catalogue.CategoryView, ...]:
        """The topmost categories."""
        return catalogue.category_tree(depth=1)

    @property
    def shop(self) -> str:
        """What the shop is called."""
        return settings.SHOP_NAME

    @property
    def shows_openmoji(self) -> bool:
        """Whether pictures of OpenMoji are shown, whose licence asks for a credit wherever they are."""
        return any((category.picture or "").startswith("static:openmoji/") for category in self.categories)

    @cached_property
    def cart(self) -> carts.Cart | None:
        """The basket, if there is one: the prepared one whose link was opened, else the shopper's own.

        A guest's is poured into the customer's once somebody has signed in; while either is at a till they stay two.
        """
        return self._kept(PREPARED) or self._own

    @property
    def _own(self) -> carts.Cart | None:
        mine = self._kept(GUEST_CART)
        if self.customer_id is None:
            return mine
        if mine is None:
            return carts.cart_of_customer(self.market.id, self.customer_id)
        into = carts.open_for_customer(self.market.id, self.channel.id, self.customer_id)
        try:
            merged = checkout.merge_carts(mine, into)
        except (carts.CartElsewhere, carts.CartBeingPaid):
            return mine
        del self._request.session[GUEST_CART]
        return merged

    def _kept(self, key: str) -> carts.Cart | None:
        secret = self._request.session.get(key)
        return carts.cart_of_token(secret) if secret else None

    @property
    def is_prepared(self) -> bool:
        """Whether the basket is one that staff prepared."""
        return self.cart is not None and self.cart.state is carts.CartState.DRAFT

    def open_cart(self) -> carts.Cart:
        """Return the basket, opening one when there is none."""
        if self.cart is not None:
            return self.cart
        if self.customer_id is not None:
            return carts.open_for_customer(self.market.id, self.channel.id, self.customer_id)
        cart, secret = carts.open_for_guest(self.market.id, self.channel.id)
        self._request.session[GUEST_CART] = secret
        return cart

    @property
    def count(self) -> int:
        """How many different things the basket holds."""
        return len(self.cart.lines) if self.cart else 0


def visit_of(request: HttpRequest) -> Visit:
    """Return the visit that `request` is part of."""
    if not hasattr(request, "visit"):
        request.visit = Visit(request)  # type: ignore[attr-defined]  # kept with the request
    return cast(Visit, request.visit)  # type: ignore[attr-defined]  # kept with the request


def visit(request: HttpRequest) -> dict[str, Visit]:
    """Give templates the visit: for the shop's frame around pages that others render, such as signing in."""
    return {"visit": visit_of(request)}
