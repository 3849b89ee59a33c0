"""Stock as a child would keep it: what should lie where, who was promised what, and what must be refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from oneshelf.modules.inventory.public import Demand

Key = tuple[UUID, UUID]
"""A place and a variant."""


class Short(Exception):
    """There is not enough."""


class Gone(Exception):
    """What was held is held no more."""


class Taken(Exception):
    """There is a fence already."""


@dataclass
class Fence:
    """Units of one key set apart for `channel`: `remaining` lie ready, `drawn` were promised or sold by it."""

    id: UUID
    key: Key
    channel: UUID
    quantity: int
    begins: datetime
    ends: datetime | None
    remaining: int = 0
    drawn: int = 0
    lifted: bool = False

    def holds(self, at: datetime) -> bool:
        return not self.lifted and (self.ends is None or self.ends > at)


@dataclass(frozen=True)
class Promise:
    """Units of one key promised to `owner`; one that `expires` is a hold; some may come `from_fence`, from `fence`.

    Whoever was promised units `ahead` waits for them.
    """

    owner: UUID
    line: int
    key: Key
    quantity: int
    expires: datetime | None
    fence: UUID | None = None
    from_fence: int = 0
    ahead: bool = False


@dataclass(frozen=True)
class Buffer:
    """What a rule keeps back of a key: units, or hundredths of a percent; a soft one is only kept out of sight."""

    units: int | None
    percent: int | None
    hard: bool

    def of(self, on_hand: int) -> int:
        return self.units if self.units is not None else ceil(on_hand * (self.percent or 0) / 10_000)


@dataclass
class Shelves:
    """Every level, every promise, every fence (the oldest first), every buffer."""

    on_hand: dict[Key, int] = field(default_factory=dict)
    sold_ahead: dict[Key, int] = field(default_factory=dict)
    promises: list[Promise] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    buffers: dict[Key, Buffer] = field(default_factory=dict)

    def copy(self) -> Shelves:
        return deepcopy(self)

    def reserved(self, key: Key) -> int:
        return sum(each.quantity for each in self.promises if each.key == key)

    def fenced(self, key: Key) -> int:
        return sum(each.remaining for each in self.fences if each.key == key)

    def available(self, key: Key) -> int:
        """What nobody was promised and no fence holds; below zero where more people wait than have come."""
        return self.on_hand.get(key, 0) - self.reserved(key) - self.fenced(key)

    def unpromised(self, key: Key) -> int:
        """What is there beside what was promised from the shelf, whoever waits."""
        now = sum(each.quantity for each in self.promises if each.key == key and not each.ahead)
        return self.on_hand.get(key, 0) - now

    def own(self, key: Key, channel: UUID | None, at: datetime) -> Fence | None:
        """The fence from which a channel takes first."""
        found = [each for each in self.fences if (each.key, each.channel) == (key, channel) and each.holds(at)]
        return found[0] if found and found[0].remaining else None

    def grantable(self, key: Key, channel: UUID | None, at: datetime, *, soft: bool = False) -> int:
        """What a channel may be promised now; rules keep nothing of its own fence back, `soft` ones count if asked."""
        buffer = self.buffers.get(key)
        kept = buffer.of(self.on_hand.get(key, 0)) if buffer and (buffer.hard or soft) else 0
        fence = self.own(key, channel, at)
        return max(0, self.available(key) - kept) + (fence.remaining if fence else 0)

    def put(self, key: Key, quantity: int) -> None:
        self.on_hand[key] = self.on_hand.get(key, 0) + quantity

    def give(
        self,
        key: Key,
        quantity: int,
        at: datetime,
        channel: UUID | None = None,
        *,
        overrule: bool = False,
        heeding: bool = False,
    ) -> None:
        """Let units go that nobody was promised, `heeding` hard rules if told to.

        Overruling passes rules and breaks into fences, the youngest first.
        """

        def lacks() -> bool:
            fence = self.own(key, channel, at)
            has = max(0, self.available(key)) + (min(quantity, fence.remaining) if fence else 0)
            if heeding and not overrule:
                has = self.grantable(key, channel, at)
            return has < quantity or self.on_hand.get(key, 0) < quantity

        if lacks():
            self.reclaim(key, at)
        if heeding and not overrule and lacks():
            raise Short
        _, drawn = self._draw(key, quantity, channel, at)
        if drawn < quantity and self.available(key) < quantity:
            if not overrule or self.unpromised(key) < quantity:
                raise Short
            for fence in reversed([each for each in self.fences if each.key == key]):
                missing = max(0, quantity - (self.unpromised(key) - self.fenced(key)))
                fence.remaining -= min(fence.remaining, missing)
        self.on_hand[key] -= quantity

    def promise(
        self,
        owner: UUID,
        demands: Sequence[Demand],
        at: datetime,
        expires: datetime | None,
        channel: UUID | None = None,
    ) -> None:
        """Promise all of `demands`, summed for each key, if need be after what expired was given up."""
        for key in dict.fromkeys((each.place, each.variant) for each in demands):
            lines = [each for each in demands if (each.place, each.variant) == key]
            wanted = sum(each.quantity for each in lines)
            if self.grantable(key, channel, at) < wanted:
                self.reclaim(key, at)
            if self.grantable(key, channel, at) < wanted:
                raise Short
            fence, drawn = self._draw(key, wanted, channel, at)
            self.promises += [Promise(owner, each.line, key, each.quantity, expires) for each in lines]
            for number, each in enumerate(self.promises):
                if drawn and (each.owner, each.key, each.fence) == (owner, key, None):
                    part = min(each.quantity, drawn)
                    self.promises[number] = replace(each, fence=fence, from_fence=part)
                    drawn -= part

    def allocate_late(
        self, order: UUID, demands: Sequence[Demand], at: datetime, channel: UUID | None
    ) -> list[tuple[int, int]]:
        """Promise what there is; return what lacks, line by line."""
        lacking = []
        for each in sorted(demands, key=lambda d: (d.variant, d.place, d.line)):
            reclaimed, key = self.copy(), (each.place, each.variant)
            reclaimed.reclaim(key, at)
            some = min(each.quantity, reclaimed.grantable(key, channel, at))
            if some:
                self.promise(order, [replace(each, quantity=some)], at, None, channel)
            if some < each.quantity:
                lacking.append((each.line, each.quantity - some))
        return lacking

    def release(self, owner: UUID, lines: Sequence[int] | None = None, place: UUID | None = None) -> int:
        """Forget what was promised to `owner`; return how many keys that were."""
        freed = [
            each
            for each in self.promises
            if each.owner == owner and (lines is None or each.line in lines) and place in (None, each.key[0])
        ]
        self._give_back(freed)
        return len({each.key for each in freed})

    def release_part(self, owner: UUID, line: int, variant: UUID, quantity: int) -> int:
        """Forget some units of a line; what came from a fence last. Return how many."""
        found = [p for p in self.promises if (p.owner, p.line, p.key[1]) == (owner, line, variant)]
        if not found:
            return 0
        (whole,) = found
        freed = min(quantity, whole.quantity)
        fenced = max(0, whole.from_fence - (whole.quantity - freed))
        place = self.promises.index(whole)
        self._give_back([whole], fenced)
        if freed < whole.quantity:
            rest = replace(whole, quantity=whole.quantity - freed, from_fence=whole.from_fence - fenced)
            self.promises.insert(place, rest)
        return freed

    def transfer(self, owner: UUID, to: UUID, at: datetime, expires: datetime | None) -> int:
        """Give what one holds to another, if it is all held in time; return how many promises."""
        held = [each for each in self.promises if each.owner == owner]
        if not held or any(each.expires is None or each.expires <= at for each in held):
            raise Gone
        moved = {id(each): replace(each, owner=to, expires=expires or each.expires) for each in held}
        self.promises = [moved.get(id(each), each) for each in self.promises]
        return len(held)

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

    def use(self, order: UUID, place: UUID, units: Mapping[int, int]) -> int:
        """Let goods promised at a place leave; return how many lines left with every unit."""
        leaving, staying = self.part(order, place, units, ahead=False)
        for each in leaving:
            self.on_hand[each.key] = self.on_hand.get(each.key, 0) - each.quantity
            if self.on_hand[each.key] < 0:
                raise Short
        self.promises = staying
        left = Counter[int]()
        for each in leaving:
            left[each.line] += each.quantity
        return sum(left[line] == wanted for line, wanted in units.items())

    def release_units(self, order: UUID, place: UUID, units: Mapping[int, int], *, ahead: bool) -> int:
        """Forget so many units of lines that were promised to an order; return how many keys that were."""
        freed, self.promises = self.part(order, place, units, ahead=ahead)
        self._give_back(freed)
        return len({each.key for each in freed})

    def part(
        self, order: UUID, place: UUID, units: Mapping[int, int], *, ahead: bool
    ) -> tuple[list[Promise], list[Promise]]:
        """Part all promises into so many units of an order's lines and the rest; what came from a fence is rest."""
        left, taken, rest = dict(units), [], []
        for each in sorted(self.promises, key=lambda promise: promise.from_fence):
            is_meant = (each.owner, each.key[0], each.ahead) == (order, place, ahead)
            count = min(each.quantity, left.get(each.line, 0)) if is_meant else 0
            fenced = max(0, each.from_fence - (each.quantity - count)) if count else 0
            if count:
                left[each.line] -= count
                taken.append(replace(each, quantity=count, from_fence=fenced))
            if each.quantity > count:
                rest.append(replace(each, quantity=each.quantity - count, from_fence=each.from_fence - fenced))
        return taken, rest

    def expire(self, at: datetime) -> int:
        """Reclaim every key with holds whose time is over; return how many units came back, of fences too."""
        return sum(self.reclaim(key, at) for key in {p.key for p in self.promises if p.expires and p.expires <= at})

    def reclaim(self, key: Key, at: datetime) -> int:
        """Forget a key's holds, then its fences, whose time is over."""
        over = [p for p in self.promises if p.key == key and p.expires and p.expires <= at]
        self._give_back(over)
        return sum(each.quantity for each in over) + (self.lift(key, at) if self.fenced(key) else 0)

    def set_fence(self, fence: Fence, at: datetime) -> None:
        if any(
            (f.key, f.channel) == (fence.key, fence.channel) and (f.ends is None or f.ends > at) for f in self.fences
        ):
            raise Taken
        self.fences.append(fence)
        self.tend(at, fence.key)

    def lift_fence(self, fence: UUID, at: datetime) -> None:
        found = next(each for each in self.fences if each.id == fence)
        if not found.lifted:
            self.tend(at, found.key)
            found.ends = max(at, found.begins + timedelta(microseconds=1))
            found.lifted, found.remaining = True, 0
            self.tend(at, found.key)

    def lift(self, key: Key, at: datetime) -> int:
        """Give what lies in a key's fences whose time is over to everybody; return how many units."""
        over = [each for each in self.fences if each.key == key and not each.lifted and not each.holds(at)]
        freed = sum(each.remaining for each in over)
        for each in over:
            each.lifted, each.remaining = True, 0
        return freed

    def tend(self, at: datetime, key: Key | None = None) -> int:
        """Lift what is over and fill what wants more, the oldest first; return how many units moved."""
        moved = 0
        for each in [key] if key else {fence.key for fence in self.fences}:
            moved += self.lift(each, at)
            for fence in self.fences:
                if fence.key == each and fence.holds(at):
                    units = max(0, min(fence.quantity - fence.remaining - fence.drawn, self.available(each)))
                    fence.remaining += units
                    moved += units
        return moved

    def promise_ahead(self, owner: UUID, demands: Sequence[Demand], at: datetime, expires: datetime) -> None:
        """Promise all of `demands` before they are there, as far as each key is sold ahead."""
        for key in dict.fromkeys((each.place, each.variant) for each in demands):
            lines = [each for each in demands if (each.place, each.variant) == key]
            wanted = sum(each.quantity for each in lines)
            if self.room_ahead(key) < wanted:
                self.reclaim(key, at)
            if self.room_ahead(key) < wanted:
                raise Short
            self.promises += [Promise(owner, each.line, key, each.quantity, expires, ahead=True) for each in lines]

    def room_ahead(self, key: Key) -> int:
        """How much more may be promised with what is still to come; a hard buffer keeps back what is there only."""
        buffer = self.buffers.get(key)
        kept = buffer.of(self.on_hand.get(key, 0)) if buffer and buffer.hard else 0
        there = self.available(key)
        return there - max(0, min(there, kept)) + self.sold_ahead.get(key, 0)

    def make_good(self, order: UUID, place: UUID, units: Mapping[int, int]) -> bool:
        """Keep for an order so many units that it waits for on lines, if all of them have come."""
        mine, rest = self.part(order, place, units, ahead=True)
        for key in {each.key for each in mine}:
            wanted = sum(each.quantity for each in mine if each.key == key)
            if self.unpromised(key) - self.fenced(key) < wanted:
                return False
        self.promises = [*rest, *(replace(each, ahead=False) for each in mine)]
        return True

    def _draw(self, key: Key, quantity: int, channel: UUID | None, at: datetime) -> tuple[UUID | None, int]:
        fence = self.own(key, channel, at)
        if fence is None:
            return None, 0
        drawn = min(quantity, fence.remaining)
        fence.remaining -= drawn
        fence.drawn += drawn
        return fence.id, drawn

    def _give_back(self, freed: Sequence[Promise], fenced: int | None = None) -> None:
        """Forget promises; what they drew goes back to its fence, unless that was lifted."""
        self.promises = [each for each in self.promises if each not in freed]
        for each in freed:
            for fence in self.fences:
                if fence.id == each.fence:
                    back = each.from_fence if fenced is None else fenced
                    fence.drawn -= back
                    fence.remaining += 0 if fence.lifted else back
