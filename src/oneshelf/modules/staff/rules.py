"""Decisions about staff: what roles grant, who may give them, and which PINs are good enough."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from oneshelf.kernel.actors import Actor, Grant
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.staff.errors import MayNotGrant, WeakPin
from oneshelf.modules.staff.types import Role

BUILT_IN_ROLES = {
    "owner": ("*",),
    "manager": (
        "amendments.*",
        "board.view",
        "carts.*",
        "cases.*",
        "catalogue.view",
        "companies.*",
        "coupons.*",
        "counts.*",
        "customers.*",
        "delivery.*",
        "fulfilment.*",
        "inventory.*",
        "offers.*",
        "orders.*",
        "parity.*",
        "payments.*",
        "places.*",
        "pricing.*",
        "promotions.*",
        "sourcing.*",
        "staff.manage",
        "supply.*",
        "tax.*",
        "tills.*",
    ),
    "cashier": (
        "carts.serve",
        "catalogue.view",
        "customers.view",
        "fulfilment.hand_over",
        "fulfilment.view",
        "inventory.view",
        "orders.view",
        "tills.sell",
    ),
    "picker": (
        "carts.serve",
        "cases.view",
        "catalogue.view",
        "counts.count",
        "fulfilment.hand_over",
        "fulfilment.pick",
        "fulfilment.ship",
        "fulfilment.view",
        "inventory.view",
        "orders.view",
        "supply.receive",
        "supply.transfer",
        "supply.view",
    ),
    "service": (
        "carts.*",
        "cases.*",
        "catalogue.view",
        "companies.sell",
        "companies.view",
        "coupons.view",
        "customers.*",
        "fulfilment.unlock",
        "fulfilment.view",
        "inventory.view",
        "offers.view",
        "orders.amend",
        "orders.cancel",
        "orders.refund",
        "orders.view",
        "payments.refund",
        "payments.view",
        "promotions.view",
        "sourcing.view",
    ),
    "merchandiser": (
        "board.view",
        "catalogue.*",
        "coupons.*",
        "delivery.*",
        "inventory.ahead",
        "inventory.rules",
        "inventory.view",
        "offers.*",
        "parity.*",
        "pricing.*",
        "promotions.*",
        "sourcing.*",
        "supply.order",
        "supply.view",
    ),
}
"""Role code -> permission patterns. A permission that no module has declared grants nothing."""

_RISING, _FALLING = "01234567890", "09876543210"
_SHORTEST_PIN, _LONGEST_PIN = 4, 8


def expand(patterns: Iterable[str], declared: Collection[str]) -> frozenset[str]:
    """Return the declared permissions that the patterns stand for: 'orders.refund', 'orders.*' or '*'."""
    granted: set[str] = set()
    for pattern in patterns:
        stem = pattern.removesuffix("*")
        granted.update(each for each in declared if each == pattern or (stem != pattern and each.startswith(stem)))
    return frozenset(granted)


def grants(rows: Iterable[tuple[str, PlaceId | None]], declared: Collection[str]) -> frozenset[Grant]:
    """Return what pairs of a pattern and a place (None is everywhere) grant."""
    return frozenset(Grant(permission, place) for pattern, place in rows for permission in expand([pattern], declared))


def check_may_grant(actor: Actor, role: Role, place: PlaceId | None, declared: Collection[str]) -> None:
    """Raise MayNotGrant unless the actor has, there, each permission of the role: nobody gives what they lack."""
    for permission in sorted(expand(role.permissions, declared)):
        if not actor.may(permission, place):
            raise MayNotGrant(role=role.code, permission=permission)


def check_pin(pin: str) -> None:
    """Raise WeakPin unless it has 4 to 8 digits, neither all the same nor in a row (1234, 9876)."""
    digits = pin.isascii() and pin.isdigit() and _SHORTEST_PIN <= len(pin) <= _LONGEST_PIN
    if not digits or len(set(pin)) == 1 or pin in _RISING or pin in _FALLING:
        raise WeakPin()
