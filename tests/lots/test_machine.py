"""Whatever is received, sold, moved, kept apart and let go, in whatever order: the parts are what a child would count.

Each step is first done in a small model, which also says what must be refused; a refusal changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import ClassVar

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move, OutOfStock
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import ApartReason, Condition, LotNotThere
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from tests.inventory.builders import Shop, a_shop
from tests.lots.builders import a_tracked_variant, by_lot, lot, receive, sell
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

DAYS = st.sampled_from([None, 2, 5, 9])
"""How many days after the beginning a lot expires; its code says so."""
QUANTITIES = st.integers(1, 5)


class Short(Exception):
    """There is not enough."""


@dataclass
class Shelf:
    """Units by the day on which they expire."""

    units: dict[int | None, int] = field(default_factory=dict)

    def put(self, expires: int | None, quantity: int) -> None:
        self.units[expires] = self.units.get(expires, 0) + quantity

    def take(self, quantity: int, *, sold_on: int | None = None, chosen: tuple[int | None] | None = None) -> Shelf:
        """Take what expires first; what is sold must not be past its day."""
        taken = Shelf()
        for expires in sorted(self.units, key=lambda day: (day is None, day or 0)):
            if chosen and expires != chosen[0]:
                continue
            if sold_on is not None and expires is not None and expires < sold_on:
                continue
            units = min(self.units[expires], quantity - sum(taken.units.values()))
            if units:
                taken.put(expires, units)
                self.units[expires] -= units
        if sum(taken.units.values()) < quantity:
            raise Short
        return taken

    def named(self) -> dict[str, int]:
        return {f"L{expires}": units for expires, units in self.units.items() if units}


class Lots(RuleBasedStateMachine):
    """One article in two stores and a quarantine."""

    shop: ClassVar[Shop]
    other: ClassVar[PlaceId]
    apart: ClassVar[PlaceId]

    def __init__(self) -> None:
        super().__init__()
        self.beginning = datetime(2026, 6, 1, 12, tzinfo=UTC)
        self.travel = time_machine.travel(self.beginning, tick=False)
        self.clock = self.travel.start()
        self.day = 0
        self.variant: VariantId = a_tracked_variant()
        self.model = {self.shop.store.id: Shelf(), self.other: Shelf(), self.apart: Shelf()}

    def teardown(self) -> None:
        self.clock.shift(timedelta(days=100))
        inventory.withdraw_expired()  # the next example withdraws its own only
        self.travel.stop()

    def expiry(self, days: int | None) -> date | None:
        return None if days is None else (self.beginning + timedelta(days=days)).date()

    def both(self, expect: Callable[[], object], act: Callable[[], object]) -> None:
        before = deepcopy(self.model)
        try:
            expect()
        except Short:
            self.model = before
            with pytest.raises((OutOfStock, LotNotThere)):
                act()
        else:
            act()

    @rule(days=DAYS, quantity=QUANTITIES, elsewhere=st.booleans())
    def receive(self, days: int | None, quantity: int, elsewhere: bool) -> None:
        place = self.other if elsewhere else self.shop.store.id
        receive(self.shop, self.variant, lot(self.variant, f"L{days}", quantity, self.expiry(days)), place=place)
        self.model[place].put(days, quantity)

    @rule(quantity=QUANTITIES)
    def sell(self, quantity: int) -> None:
        self.both(
            lambda: self.model[self.shop.store.id].take(quantity, sold_on=self.day),
            lambda: sell(self.shop, self.variant, quantity),
        )

    @rule(quantity=QUANTITIES, days=DAYS)
    def sell_what_was_scanned(self, quantity: int, days: int | None) -> None:
        sale = new_id()

        def act() -> None:
            lots.tell_leaving(self.shop.market.id, sale, [lot(self.variant, f"L{days}", quantity)])
            sell(self.shop, self.variant, quantity, sale)

        self.both(
            lambda: self.model[self.shop.store.id].take(quantity, sold_on=self.day, chosen=(days,)),
            act,
        )

    @rule(quantity=QUANTITIES, back=st.booleans())
    def transfer(self, quantity: int, back: bool) -> None:
        here, there = (self.shop.store.id, self.other)[:: -1 if back else 1]
        self.both(
            lambda: self._carry(here, there, quantity),
            lambda: inventory.post(
                self.shop.market.id,
                [Move(1, self.variant, here, there, quantity)],
                kind=Cause.TRANSFER,
                cause=new_id(),
                at=clock.now(),
            ),
        )

    @rule(quantity=QUANTITIES)
    def keep_apart(self, quantity: int) -> None:
        self.both(
            lambda: self._carry(self.shop.store.id, self.apart, quantity),
            lambda: inventory.keep_apart(
                *(self.shop.market.id, self.shop.store.id, self.variant, quantity),
                reason=ApartReason.SUSPECT,
                condition=Condition.NEW,
                actor=SYSTEM,
            ),
        )

    @rule(days=st.integers(1, 3))
    def wait(self, days: int) -> None:
        self.clock.shift(timedelta(days=days))
        self.day += days

    @rule()
    def withdraw(self) -> None:
        shelf = self.model[self.shop.store.id]
        over = {days: units for days, units in shelf.units.items() if days is not None and days < self.day}
        elsewhere = self.model[self.other]
        over_there = {days: units for days, units in elsewhere.units.items() if days is not None and days < self.day}
        assert inventory.withdraw_expired() == sum(over.values()) + sum(over_there.values())
        for days, units in over.items():
            shelf.units[days] = 0
            self.model[self.apart].put(days, units)
        for days in over_there:
            elsewhere.units[days] = 0

    def _carry(self, here: PlaceId, there: PlaceId, quantity: int) -> None:
        for days, units in self.model[here].take(quantity).units.items():
            self.model[there].put(days, units)

    @invariant()
    def the_parts_are_what_the_model_says(self) -> None:
        for place, shelf in self.model.items():
            assert by_lot(self.shop, self.variant, place) == shelf.named()

    @invariant()
    def the_books_are_right(self) -> None:
        assert self.shop.audit() == []


def test_parts_are_always_what_they_should_be() -> None:
    Lots.shop = a_shop()
    Lots.other = a_store(Lots.shop.market).id
    Lots.apart = places.open_quarantine(Lots.shop.store.id).id
    run_state_machine_as_test(
        Lots,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
