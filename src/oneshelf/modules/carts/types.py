"""The nouns of carts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.states import StateMachine
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.places.public import PlaceId

CartId = NewType("CartId", UUID)

CartRevision = NewType("CartRevision", CartId)
"""Names a cart as it is at one moment: another with every change and every move. A checkout keeps it, so that its
order closes that very basket or is refused."""


class CartState(StrEnum):
    """Open carts are the shopper's one, drafts were begun by staff; an ordered, merged or dropped one is history."""

    OPEN = "open"
    DRAFT = "draft"
    ORDERED = "ordered"
    MERGED = "merged"
    DROPPED = "dropped"


CART_MACHINE = StateMachine(
    "cart",
    CartState.OPEN,
    {
        CartState.OPEN: frozenset({CartState.ORDERED, CartState.MERGED}),
        CartState.DRAFT: frozenset({CartState.ORDERED, CartState.MERGED, CartState.DROPPED}),
        CartState.ORDERED: frozenset(),
        CartState.MERGED: frozenset(),
        CartState.DROPPED: frozenset(),
    },
)

LIVE_STATES = CART_MACHINE.before(CartState.ORDERED)
"""The states of carts that can still be filled, moved and ordered."""


class HolderKind(StrEnum):
    """Whose hands a cart is in: only they may change it and order it."""

    SHOPPER = "shopper"
    TILL = "till"
    STAFF = "staff"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a cart. `id` is the till, the member of staff or, of a parked one, the place; `name` is for people."""

    kind: HolderKind
    id: UUID | None = None
    name: str = ""

    def is_same(self, other: Holder) -> bool:
        """Whether both are the same hands, whatever they are called by now."""
        return (self.kind, self.id) == (other.kind, other.id)


SHOPPER = Holder(HolderKind.SHOPPER)
"""Whoever the cart belongs to, on any of their devices."""


@dataclass(frozen=True, slots=True)
class CartLine:
    """`quantity` smallest sale units of a variant."""

    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class Gift:
    """The order is a present: its parcel shows no prices, and `message` goes with it."""

    message: str


@dataclass(frozen=True, slots=True)
class Cart:
    """A basket. `version` grows with every change; who names the `revision` means it exactly as it is here.

    `label` is what a parked one is called by; `staff` began it or has it in hands; `kept_until` is when it goes back
    to its shopper or, a draft, is dropped; `merged_into` is what became of a merged one. `collect_at` and `ship` say
    how the customer wants it, as far as staff has asked. `coupons` are those whose codes were handed in: they stay with
    it on every device, and go with it into other hands. `begun` is the checkout that a program began with it last.
    """

    id: CartId
    market: MarketId
    channel: ChannelId
    customer: CustomerId | None
    state: CartState
    version: int
    revision: CartRevision
    holder: Holder
    updated_at: datetime
    lines: tuple[CartLine, ...]
    label: str = ""
    staff: UUID | None = None
    kept_until: datetime | None = None
    merged_into: CartId | None = None
    gift: Gift | None = None
    collect_at: PlaceId | None = None
    ship: bool = False
    coupons: tuple[UUID, ...] = ()
    begun: UUID | None = None

    @property
    def quantities(self) -> dict[VariantId, int]:
        """What is in it: variant -> smallest sale units."""
        return {line.variant: line.quantity for line in self.lines}

    @property
    def is_with_shopper(self) -> bool:
        """Whether its shopper may change and order it."""
        return self.holder.kind is HolderKind.SHOPPER


@dataclass(frozen=True, slots=True)
class HandOver:
    """A code that moves a cart to whoever reads it, once, until `expires_at`: CART-7K3M9-QX2TD, as QR or typed."""

    code: str
    cart: CartId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UnfinishedSale:
    """A sale that began to pay a cart and never said how it ended; `sale` is what the till calls it."""

    cart: CartId
    sale: str
