"""Reading carts."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from oneshelf.modules.carts import models
from oneshelf.modules.carts.errors import UnknownCart
from oneshelf.modules.carts.types import (
    LIVE_STATES,
    Cart,
    CartId,
    CartLine,
    CartRevision,
    CartState,
    Gift,
    Holder,
    HolderKind,
)
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

MOST_LISTED = 100
"""How many parked baskets or drafts a list shows."""

MOST_LEFT = 1_000
"""How many baskets that were left alone are looked at at once."""

LONGEST_CHAIN = 20
"""Through how many merges a cart is followed to what it became."""


def load(cart: CartId) -> Cart:
    """Return a cart, whatever its state, with its lines in the order in which they came. Raises UnknownCart."""
    row = models.Cart.objects.filter(id=cart).first()
    if row is None:
        raise UnknownCart(cart=str(cart))
    return _read(row)


def lock(carts: Collection[CartId]) -> dict[CartId, CartRevision]:
    """Let nobody else change carts until the transaction ends; return those that are in use, as they are now."""
    rows = models.Cart.objects.filter(id__in=carts).exclude(state=CartState.MERGED.value).order_by("id")
    return {CartId(row.id): CartRevision(CartId(row.revision or row.id)) for row in rows.select_for_update()}


def cart_named(revision: CartRevision) -> CartId | None:
    """Return which cart a revision names as it is now, or None when it has changed or moved since."""
    named = models.Cart.objects.filter(Q(revision=revision) | Q(id=revision, revision=None))
    found = named.values_list("id", flat=True).first()
    return CartId(found) if found else None


def what_became_of(cart: CartId) -> Cart:
    """Return the cart itself or, of a merged one, the cart that its things are in now. Raises UnknownCart."""
    found = load(cart)
    for _ in range(LONGEST_CHAIN):
        if found.merged_into is None:
            return found
        found = load(found.merged_into)
    raise UnknownCart(cart=str(cart))


def cart_of_customer(market: MarketId, customer: CustomerId) -> Cart | None:
    """Return a customer's open cart in a market, or None."""
    row = models.Cart.objects.filter(market_id=market, customer_id=customer, state=CartState.OPEN.value).first()
    return _read(row) if row else None


def cart_of_token(token: str) -> Cart | None:
    """Return the live cart that a guest's session or a mailed link names by its secret, or None."""
    row = models.Cart.objects.filter(token_hash=hash_token(token), state__in=LIVE_STATES).first()
    return _read(row) if row else None


def held_by(holder: Holder) -> list[Cart]:
    """Return the live carts in somebody's hands, or parked at a place, newest first: MOST_LISTED at most."""
    rows = models.Cart.objects.filter(state__in=LIVE_STATES, holder_kind=holder.kind.value, holder_id=holder.id)
    return _read_all(list(rows.order_by("-updated_at", "id")[:MOST_LISTED]))


def drafts(market: MarketId) -> list[Cart]:
    """Return the drafts of a market that wait for their customer or for staff, newest first: MOST_LISTED at most."""
    rows = models.Cart.objects.filter(market_id=market, state=CartState.DRAFT.value).exclude(
        holder_kind__in=(HolderKind.PARKED.value, HolderKind.TILL.value)
    )
    return _read_all(list(rows.order_by("-updated_at", "id")[:MOST_LISTED]))


def left_alone(market: MarketId, since: datetime, until: datetime) -> list[Cart]:
    """Return the baskets in customers' own hands that were changed last in [since, until), MOST_LEFT of the latest.

    Empty ones and those of guests are left out.
    """
    rows = models.Cart.objects.filter(
        market_id=market,
        customer__isnull=False,
        state=CartState.OPEN.value,
        holder_kind=HolderKind.SHOPPER.value,
        sale="",
    )
    latest = rows.filter(updated_at__gte=since, updated_at__lt=until).order_by("-updated_at", "id")[:MOST_LEFT]
    return [cart for cart in _read_all(list(latest)) if cart.lines]


def hash_token(token: str) -> bytes:
    """Return what is kept of a cart's secret."""
    return hashlib.sha256(token.encode()).digest()


def _read(row: models.Cart) -> Cart:
    return _read_all([row])[0]


def _read_all(rows: list[models.Cart]) -> list[Cart]:
    lines: dict[CartId, list[CartLine]] = {CartId(row.id): [] for row in rows}
    for line in models.CartLine.objects.filter(cart_id__in=lines).order_by("id"):
        lines[CartId(line.cart_id)].append(CartLine(VariantId(line.variant_id), line.quantity))
    return [_as_cart(row, tuple(lines[CartId(row.id)])) for row in rows]


def _as_cart(row: models.Cart, lines: tuple[CartLine, ...]) -> Cart:
    return Cart(
        id=CartId(row.id),
        market=MarketId(row.market_id),
        channel=ChannelId(row.channel_id),
        customer=CustomerId(row.customer_id) if row.customer_id else None,
        state=CartState(row.state),
        version=row.version,
        revision=CartRevision(CartId(row.revision or row.id)),
        holder=Holder(HolderKind(row.holder_kind), row.holder_id, row.holder_name),
        updated_at=row.updated_at,
        lines=lines,
        label=row.label,
        staff=row.staff_id,
        kept_until=row.kept_until,
        merged_into=CartId(row.merged_into) if row.merged_into else None,
        gift=Gift(row.gift_message) if row.gift else None,
        collect_at=PlaceId(row.collect_at) if row.collect_at else None,
        ship=row.ship,
        coupons=tuple(row.coupons),
        begun=row.begun_id,
    )
