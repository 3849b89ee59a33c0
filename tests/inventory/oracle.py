"""Stock as a child would keep it: what should lie where, who was promised what, and what must be refused."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from oneshelf.modules.inventory.public import Demand

Key = tuple[UUID, UUID]
"""A place and a variant."""


class Short(Exception):
    """There is not enough."""


class Gone(Exception):
    """What was held is held no more."""


@dataclass(frozen=True)
class Promise:
    """Units of one key promised to `owner`; one that `expires` is a hold."""

    owner: UUID
    line: int
    key: Key
    quantity: int
    expires: datetime | None


@dataclass
class Shelves:
    """Every level, every promise."""

    on_hand: dict[Key, int] = field(default_factory=dict)
    backorder: dict[Key, int] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)

    def copy(self) -> Shelves:
        return deepcopy(self)

    def reserved(self, key: Key) -> int:
        return sum(each.quantity for each in self.promises if each.key == key)

    def available(self, key: Key) -> int:
        return self.on_hand.get(key, 0) + self.backorder.get(key, 0) - self.reserved(key)

    def put(self, key: Key, quantity: int) -> None:
        self.on_hand[key] = self.on_hand.get(key, 0) + quantity

    def give(self, key: Key, quantity: int, at: datetime) -> None:
        """Let units go that nobody was promised."""
        self._find_room(key, quantity, at)
        if self.on_hand.get(key, 0) < quantity:
            raise Short
        self.on_hand[key] -= quantity

    def promise(self, owner: UUID, demands: Sequence[Demand], at: datetime, expires: datetime | None) -> None:
        """Promise all of `demands`, summed for each key."""
        keys = {(demand.place, demand.variant) for demand in demands}
        for key in keys:
            wanted = sum(each.quantity for each in demands if (each.place, each.variant) == key)
            self._find_room(key, wanted, at)
        for each in demands:
            self.promises.append(Promise(owner, each.line, (each.place, each.variant), each.quantity, expires))

    def release(self, owner: UUID, lines: Sequence[int] | None = None, place: UUID | None = None) -> int:
        """Forget what was promised to `owner`; return how many keys that were."""
        freed = [
            each
            for each in self.promises
            if each.owner == owner and (lines is None or each.line in lines) and place in (None, each.key[0])
        ]
        self.promises = [each for each in self.promises if each not in freed]
        return len({each.key for each in freed})

    def extend(self, owner: UUID, at: datetime, until: datetime) -> None:
        """Let what is held, and has not expired, be held until then."""
        held = [each for each in self.promises if each.owner == owner and each.expires and each.expires > at]
        if not held:
            raise Gone
        self.promises = [replace(each, expires=until) if each in held else each for each in self.promises]

    def allocate(self, checkout: UUID, order: UUID, lines: int) -> None:
        """Make what was held for a checkout its order's, for good."""
        held = [each for each in self.promises if each.owner == checkout]
        if len(held) != lines:
            raise Gone
        self.promises = [replace(each, owner=order, expires=None) if each in held else each for each in self.promises]

    def use(self, order: UUID, place: UUID, lines: Sequence[int]) -> int:
        """Let goods promised at a place leave; return how many lines that were."""
        leaving = [p for p in self.promises if p.owner == order and p.line in lines and p.key[0] == place]
        for each in leaving:
            self.on_hand[each.key] = self.on_hand.get(each.key, 0) - each.quantity
            if self.on_hand[each.key] < 0:
                raise Short
        self.promises = [each for each in self.promises if each not in leaving]
        return len({each.line for each in leaving})

    def expire(self, at: datetime, key: Key | None = None) -> int:
        """Forget holds whose time is over; return how many units came back."""
        over = [p for p in self.promises if p.expires and p.expires <= at and key in (None, p.key)]
        self.promises = [each for each in self.promises if each not in over]
        return sum(each.quantity for each in over)

    def allow_backorder(self, key: Key, units: int) -> None:
        if self.reserved(key) > self.on_hand.get(key, 0) + units:
            raise Short
        self.backorder[key] = units

    def _find_room(self, key: Key, quantity: int, at: datetime) -> None:
        """See whether so much can still be promised, if need be after expired holds were given up."""
        if self.available(key) < quantity:
            self.expire(at, key)
        if self.available(key) < quantity:
            raise Short
