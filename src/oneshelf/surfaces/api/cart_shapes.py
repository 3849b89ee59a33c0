"""What goes over the wire about carts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from oneshelf.surfaces.api.shapes import Code, Gift, Given, Quantity, Text


class NewCart(Given, frozen=True):
    """An empty cart in one of the caller's channels."""

    channel: Code


class AddedLine(Given, frozen=True):
    """So much more of a variant."""

    sku: Code
    quantity: Quantity


class SetLine(Given, frozen=True):
    """How much of a variant the cart holds from now on; 0 takes it out."""

    quantity: Annotated[int, Meta(ge=0, le=1_000_000, description="Smallest sale units.")]


class SetGift(Given, frozen=True):
    """The present that a cart is from now on; null makes it a purchase like any other."""

    gift: Gift | None


class HandedIn(Given, frozen=True):
    """The code of a coupon, as people type it."""

    code: Text


class CartCoupon(msgspec.Struct, frozen=True):
    """A coupon that a cart keeps, known by the last symbols of its code. It `works` for the cart's customer now."""

    id: UUID
    tail: str
    works: bool


class TakenCode(Given, frozen=True):
    """A code that a till, a member of staff or a shopper's page shows."""

    code: Code


class CartLine(msgspec.Struct, frozen=True):
    """A line of a cart; what it costs is told by its checkout."""

    sku: str
    title: str
    quantity: int


class Holder(msgspec.Struct, frozen=True):
    """In whose hands the cart is: `shopper`, `till`, `staff` or `parked`, and what these are called."""

    kind: str
    name: str


class Cart(msgspec.Struct, frozen=True):
    """A cart as it stands. `version` is its ETag too; `secret` is told once, when it is opened, and opens the rest."""

    id: UUID
    state: str
    version: int
    holder: Holder
    lines: list[CartLine]
    coupons: list[CartCoupon]
    gift: Gift | None
    secret: str | UnsetType = UNSET


class CartCode(msgspec.Struct, frozen=True):
    """A code that moves the cart, once: to be shown as a QR code or read out."""

    code: str
    expires_at: datetime
