"""A promise looks at the shelves that matter only, and says the same as if it had looked at all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from unittest.mock import patch
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.delivery.public import Book, Destination, Lane, Rate, ServiceKind, Terms, Zone
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import Address, Hours, Place, PlaceId, PlaceKind, Position
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing import queries
from oneshelf.modules.sourcing.actions import promise as asking
from oneshelf.modules.sourcing.public import Basket, OrderLine, Policy, Rule, RuleKind, Way, Where
from oneshelf.modules.sourcing.rules import parcels
from oneshelf.modules.sourcing.types import Network, PlaceFacts, Situation
from tests.delivery.builders import a_service

MARKET = MarketId(UUID(int=1))
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class World:
    """A chain drawn by chance: some thirty places, two carriers, lanes, and shelves with much or little on them."""

    def __init__(self, chance: Random) -> None:
        self.lines = tuple(
            OrderLine(n, VariantId(UUID(int=n)), chance.randint(1, 3), 500) for n in range(1, chance.randint(2, 4))
        )
        places = [self._place(number, chance) for number in range(2, chance.randint(5, 34))]
        book = Book(
            (
                a_service(zones=(Zone("near", Rate(300, own_base=200), "US", ("1",)), Zone("all", Rate(490), "US"))),
                a_service(code="local", kind=ServiceKind.LOCAL, zones=(Zone("l", Rate(700), "US", within_m=90_000),)),
            ),
            {},
            tuple(Lane(place.id, None) for place in places if place.kind is PlaceKind.WAREHOUSE),
        )
        named = tuple(place.id for place in places if chance.random() < 0.1)
        usual = [rule for rule in sourcing.USUAL.rules if rule.kind is not RuleKind.PREFER]
        policy = Policy((*usual, Rule(RuleKind.PREFER, 200, 0, named)) if named else tuple(usual))
        facts = {place.id: PlaceFacts(place, Hours((), (), "UTC"), Terms()) for place in places}
        self.network = Network(MARKET, "USD", "UTC", facts, book, policy)
        full = chance.choice([0.05, 0.3, 0.9])
        self.shelves = {
            place.id: tuple(chance.randint(1, 4) if chance.random() < full else 0 for _ in self.lines)
            for place in places
        }
        self.where = Where(Destination("US", "10001", Position(chance.uniform(40, 42), chance.uniform(-75, -73))))

    def outset(self) -> Situation:
        here = self.where.destination.position
        distances = {
            place: delivery.distance_m(here, facts.place.position)
            for place, facts in self.network.facts.items()
            if facts.place.position and here
        }
        return Situation(self.network, self.lines, {}, {}, NOON, self.where.destination, distances)

    def look(self, situation: Situation, _channel: object, asked: Collection[PlaceId]) -> Situation:
        known = {place: self.shelves[place] for place in asked if any(self.shelves[place])}
        return replace(situation, units={**situation.units, **known})

    def promised(self, *, first: int = 12) -> list[Way]:
        """Promise while looking at `first` senders first."""
        with (
            patch.object(queries, "outset_of", lambda *_: self.outset()),
            patch.object(queries, "looked_at", self.look),
            patch.object(asking, "ASKED_FIRST", first),
            patch.object(inventory, "offers_ahead", lambda *_: []),
            patch.object(parcels, "MOST_ASKED", 4),
        ):
            return sourcing.promise(MARKET, None, Basket(self.lines, Money(1_000, "USD")), self.where, NOON, stores=3)

    @staticmethod
    def _place(number: int, chance: Random) -> Place:
        warehouse = chance.random() < 0.15
        return Place(
            id=PlaceId(UUID(int=number)),
            market=MARKET,
            code=f"p{number}",
            name=f"Place {number}",
            kind=PlaceKind.WAREHOUSE if warehouse else PlaceKind.STORE,
            time_zone="UTC",
            address=Address(postal_code="10001", country="US"),
            position=Position(chance.uniform(40, 42), chance.uniform(-75, -73)) if chance.random() < 0.9 else None,
            sells=not warehouse,
            collects=not warehouse,
            ships=chance.random() < 0.8,
        )


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32), st.integers(4, 12))
def test_a_few_shelves_promise_what_all_of_them_do(seed: int, first: int) -> None:
    world = World(Random(seed))
    assert world.promised(first=first) == world.promised(first=10_000)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32))
def test_who_says_not_where_they_are_hears_of_stores_that_have_it(seed: int) -> None:
    world = World(Random(seed))
    world.where = Where()
    enough = [
        place
        for place, facts in world.network.facts.items()
        if facts.place.collects
        and all(there >= line.quantity for there, line in zip(world.shelves[place], world.lines, strict=True))
    ]
    ways = world.promised()
    collected = {way.place for way in ways if way.kind is sourcing.WayKind.COLLECT and way.possible}
    assert collected <= set(enough)
    assert len(collected) == min(3, len(enough))
