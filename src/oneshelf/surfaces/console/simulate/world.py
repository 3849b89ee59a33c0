"""What every act needs: the chain, the books beside it, and what is under way."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar
from uuid import UUID

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.idempotency.public import Claim
from oneshelf.modules.amendments.public import Amendment, AmendmentId
from oneshelf.modules.carts.public import CartId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.payments.public import PaymentId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import public as supply
from oneshelf.surfaces.console.simulate import books as bookkeeping
from oneshelf.surfaces.console.simulate.bank import Bank
from oneshelf.surfaces.console.simulate.books import Books
from oneshelf.surfaces.console.simulate.chain import CONTACT, Article, Chain
from oneshelf.surfaces.console.simulate.clockwork import Clockwork
from oneshelf.surfaces.console.simulate.dealings import Leaving, Line
from oneshelf.surfaces.console.simulate.faults import Fuse, surely

R = TypeVar("R")

NEVER = datetime.min.replace(tzinfo=UTC)
"""When no hold is over yet: what is free then is free whatever the shop has noticed."""

Wanted = list[tuple[Article, int]]
"""Articles and how many of each."""


class Wrong(AssertionError):
    """The shop did something that the books do not allow."""


@dataclass
class Visit:
    """A shopper's checkout that is still open. `unsure`: the bank may not have answered."""

    id: checkout.CheckoutId
    begun: datetime
    lines: dict[int, Line]
    parcels: tuple[checkout.Parcel, ...] = ()
    payment: PaymentId | None = None
    token: str = ""
    unsure: bool = False
    cart: CartId | None = None
    collects: bool = False
    """Whether they come to a store for it."""
    email: str = CONTACT.email
    cart_taken: bool = False
    """Somebody else has the cart, or has changed it, so that this checkout may not close it."""


@dataclass
class World:
    """All that lives. `trouble` says how many acts machines die of, and how many questions the bank loses, of 100."""

    chain: Chain
    books: Books
    bank: Bank
    clockwork: Clockwork
    fuse: Fuse
    trouble: int
    visits: list[Visit] = field(default_factory=list)
    purchases: list[supply.PurchaseId] = field(default_factory=list)
    transfers: list[supply.TransferId] = field(default_factory=list)
    changes: dict[AmendmentId, Amendment] = field(default_factory=dict)
    """Changes of orders that wait for money, as they were shown."""
    receipts: Counter[UUID] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    counters: int = 0
    last_job: int = 0
    refused_jobs: set[int] = field(default_factory=set)
    """Jobs that the bank's silence left undone, to be tried again."""

    @property
    def chance(self) -> random.Random:
        """This step's chance."""
        return self.clockwork.chance

    @property
    def now(self) -> datetime:
        """What time it is there."""
        return self.clockwork.at

    def surely(self, work: Callable[[], R]) -> R:
        """Do `work` until it is answered, whatever machines die of it."""
        return surely(self.fuse, self.chance, self.trouble, work)

    def done(self, work: Callable[[], object], is_done: Callable[[], bool]) -> None:
        """Do `work` until it is answered; it was done, too, when a repetition is refused and `is_done` holds."""
        died = self.fuse.count
        try:
            self.surely(work)
        except Refusal:
            if self.fuse.count == died or not is_done():
                raise

    def happens(self, percent: int) -> bool:
        """Tell whether something happens that happens so many times in a hundred."""
        return self.chance.random() * 100 < percent

    def apart(self, channel: UUID | None, wanted: Iterable[bookkeeping.Key]) -> Counter[bookkeeping.Key]:
        """What lies in fences of others than `channel` around what is wanted.

        How full a fence is depends on who came first, so the shop is asked; that it is as full as can be is seen at
        night. What was held too long is given back before: it may go into a fence.
        """
        return self._fenced(channel, wanted)[0]

    def _fenced(
        self, channel: UUID | None, wanted: Iterable[bookkeeping.Key]
    ) -> tuple[Counter[bookkeeping.Key], Counter[bookkeeping.Key]]:
        """What lies in fences of others, and in those of `channel`."""
        keys = {fence.key for fence in self.books.fences.values()}.intersection(wanted)
        apart: Counter[bookkeeping.Key] = Counter()
        own: Counter[bookkeeping.Key] = Counter()
        if keys:
            inventory.expire_holds()
            self.books.forget_holds(self.now)
            for each in inventory.list_fences(self.chain.market.id, sorted({PlaceId(place) for place, _ in keys})):
                holds = each.begins <= self.now and (each.ends is None or self.now < each.ends)
                if (each.place, each.variant) in keys and holds:
                    (own if each.channel == channel else apart)[each.place, each.variant] += each.remaining
        return apart, own

    def fits(
        self, demand: Mapping[bookkeeping.Key, int], channel: UUID | None, but: UUID | None = None, heeding: bool = True
    ) -> bool:
        """Tell whether all of `demand` can be had now by a channel (None: by moving it); `but` gives its own back."""
        apart, own = self._fenced(channel, demand)
        return self.books.fits(demand, self.now, but, heeding=heeding, apart=apart, own=own)

    def may_leave(
        self, lines: Mapping[int, Line], parcels: Iterable[Leaving], channel: UUID, but: UUID | None = None
    ) -> bool:
        """Tell whether parcels can be had now by a channel: what awaits its goods, as far as that is sold ahead."""
        there, ahead = shared(lines, parcels)
        apart = self.apart(channel, ahead)
        room = {
            key: self.books.free(key, self.now, but) - apart[key] - there[key] + self.books.sold_ahead(key, self.now)
            for key in ahead
        }
        return self.fits(there, channel, but) and all(room[key] >= units for key, units in ahead.items())

    def may_wait(self, wanted: Mapping[bookkeeping.Key, int]) -> bool:
        """Tell whether nobody can say that there is too little of what is wanted: enough is there or sold ahead."""
        fenced = {fence.key for fence in self.books.fences.values()}
        return any(self.books.sold_ahead(key, self.now) for key in wanted) and all(
            self.books.free(key, NEVER) + self.books.sold_ahead(key, self.now) >= units
            and key not in fenced
            and not self.books.kept_back(key, self.now)
            for key, units in wanted.items()
        )

    def basket(self, plain: bool = False) -> Wanted:
        """Choose one to three articles, mostly few of each."""
        articles = self.chain.plain if plain else self.chain.articles
        chosen = self.chance.sample(articles, self.chance.choice((1, 1, 2, 3)))
        return [(article, self.chance.choice((1, 1, 1, 2, 3, 12))) for article in chosen]

    def claim(self, operation: str) -> Claim:
        """Draw the key of a request that may be repeated."""
        key = f"{self.chance.getrandbits(64):x}"
        return Claim("simulated", operation, key, hashlib.sha256(key.encode()).digest())

    def expect(self, holds: bool, otherwise: str) -> None:
        """Raise Wrong with the sentence `otherwise` unless something holds."""
        if not holds:
            raise Wrong(otherwise)


def lines_of(wanted: Wanted) -> dict[int, Line]:
    """Return the lines that an order of `wanted` has."""
    return {
        number: Line(article.variant, units, article.cents * units, article.parts)
        for number, (article, units) in enumerate(wanted, start=1)
    }


def shared(
    lines: Mapping[int, Line], parcels: Iterable[Leaving]
) -> tuple[Counter[bookkeeping.Key], Counter[bookkeeping.Key]]:
    """Return what parcels take from the shelves, and what they await."""
    there: Counter[bookkeeping.Key] = Counter()
    ahead: Counter[bookkeeping.Key] = Counter()
    for each in parcels:
        (ahead if each.awaited else there).update(bookkeeping.demand_of(lines, [(each.place, each.parts)]))
    return there, ahead


def leaving_of(parcels: Iterable[checkout.Parcel]) -> list[Leaving]:
    """Return how parcels leave that a checkout has chosen."""
    return [
        Leaving(each.place, {part.line: part.quantity for part in each.parts}, each.expected_on is not None)
        for each in parcels
    ]


def as_wanted(wanted: Wanted) -> tuple[checkout.Wanted, ...]:
    """Return what checkout is asked for."""
    return tuple(checkout.Wanted(article.variant, units) for article, units in wanted)


def demand(lines: dict[int, Line], place: UUID) -> Counter[bookkeeping.Key]:
    """Return what all lines take from one place."""
    return bookkeeping.demand_of(lines, [(place, {number: line.quantity for number, line in lines.items()})])
