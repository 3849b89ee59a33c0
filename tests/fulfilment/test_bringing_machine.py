"""Whatever happens to goods that are brought to a store, in whatever order: three shelves, states and books agree."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState, Method, Reason
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import models as places_models
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.console.audit.proof import on_the_road, reserved_and_awaited
from tests.fulfilment.builders import Brought, bring_one
from tests.inventory.builders import Shop, a_shop
from tests.lots.builders import a_tracked_variant, receive, serial
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

ENDED = {ConsignmentState.COLLECTED, ConsignmentState.CANCELLED, ConsignmentState.EXPIRED}
UNITS = 8
WHICH = st.integers(0, 1)
"""Which of the two orders."""


class Bringing(RuleBasedStateMachine):
    """Of eight units three are brought from the shop to another store for one order, and three for another."""

    shop: ClassVar[Shop]
    to: Place
    variant: VariantId
    brought: tuple[Brought, Brought]
    before: list[Consignment]

    @initialize(numbered=st.booleans())
    def order(self, numbered: bool) -> None:
        self.to = a_store(self.shop.market)
        self.variant = self.shop.stocked(UNITS) if not numbered else a_tracked_variant(Tracks.SERIALS)
        if numbered:
            told = [serial(self.variant, f"S{number}") for number in range(UNITS)]
            receive(self.shop, self.variant, *told)
        first, second = (bring_one(shop=self.shop, to=self.to, variant=self.variant) for _ in range(2))
        self.brought, self.before = (first, second), [first.now, second.now]

    @rule(which=WHICH, quantity=st.sampled_from([3, 2, 0]))
    def pick(self, which: int, quantity: int) -> None:
        with suppress(Refusal):
            fulfilment.start_picking(self.brought[which].id, actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.record_pick(self.brought[which].id, 1, quantity, actor=SYSTEM)

    @rule(which=WHICH)
    def report_short(self, which: int) -> None:
        with suppress(Refusal):
            fulfilment.record_short(self.brought[which].id, 1, actor=SYSTEM)

    @rule(which=WHICH)
    def pack_and_send(self, which: int) -> None:
        with suppress(Refusal):
            fulfilment.pack(self.brought[which].id, actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.send_off(self.brought[which].id, actor=SYSTEM)

    @rule(which=WHICH, lost=st.integers(-1, 4))
    def arrive(self, which: int, lost: int) -> None:
        with suppress(Refusal):
            fulfilment.arrive(self.brought[which].id, {1: lost}, actor=SYSTEM)

    @rule(which=WHICH)
    def hand_over(self, which: int) -> None:
        id = self.brought[which].id
        with suppress(Refusal):
            fulfilment.hand_over(id, fulfilment.pin_for(id), actor=SYSTEM)

    @rule(which=WHICH, how=st.sampled_from(["cancel", "reject", "wait", "wait", "wait", "wait"]))
    def give_up(self, which: int, how: str) -> None:
        with suppress(Refusal):
            if how == "cancel":
                fulfilment.cancel(self.brought[which].id, actor=SYSTEM)
            elif how == "reject":
                fulfilment.reject(self.brought[which].id, Reason.NO_TIME, actor=SYSTEM)

    @rule()
    def nobody_comes(self) -> None:
        fulfilment.expire_no_shows(clock.now() + fulfilment.COLLECT_WITHIN + timedelta(seconds=1))

    @rule()
    def archive(self) -> None:
        """The store closes only when nothing heads for it or waits there; then it opens again for what follows."""
        expects = any(each.state not in ENDED or each.is_on_the_road for each in (one.now for one in self.brought))
        try:
            places.archive_place(self.to.id, actor=SYSTEM)
        except places.PlaceExpectsGoods:
            assert expects
            return
        places_models.Place.objects.filter(id=self.to.id).update(archived_at=None)
        assert not expects

    @invariant()
    def states_follow_the_machine(self) -> None:
        for which, each in enumerate(self.brought):
            now, machine, was = each.now, rules.MACHINES[Method.BRING], self.before[which].state
            assert now.state is was or any(
                step is now.state or machine.may(step, now.state) for step in machine.follows[was]
            )
            self.before[which] = now

    @invariant()
    def stock_follows_the_goods(self) -> None:
        one = self.brought[0]
        kept: dict[object, int] = {}
        for parcel in (each.now for each in self.brought):
            if parcel.state not in ENDED and parcel.lines[0].quantity > parcel.lines[0].short:
                kept[parcel.place] = kept.get(parcel.place, 0) + parcel.lines[0].quantity - parcel.lines[0].short
        shelves = {place: one.at(place) for place in (self.shop.store.id, one.road, self.to.id)}
        assert {place: reserved for place, (_, reserved) in shelves.items() if reserved} == kept
        assert sum(on_hand for on_hand, _ in shelves.values()) <= UNITS
        assert any(each.now.is_on_the_road for each in self.brought) == (shelves[one.road][0] > 0)

    @invariant()
    def each_parcel_brings_the_units_that_it_took(self) -> None:
        one = self.brought[0]
        for each in self.brought:
            came = {place: self._units(each, place) for place in (one.road, self.to.id)}
            assert came[self.to.id] <= came[one.road]
        lying = lots.parts(self.shop.market.id, [self.variant], [self.shop.store.id, one.road, self.to.id])
        for place in {part.place for part in lying}:
            assert sum(part.quantity for part in lying if part.place == place) == one.at(place)[0]

    @invariant()
    def books_agree(self) -> None:
        assert [*self.shop.audit(), *fulfilment.audit(), *reserved_and_awaited(), *on_the_road()] == []

    def _units(self, parcel: Brought, place: object) -> set[object]:
        return {step.lot for step in lots.entries_of(parcel.id) if step.place == place and step.change > 0}


def test_goods_states_and_books_agree_all_the_way() -> None:
    Bringing.shop = a_shop()
    run_state_machine_as_test(
        Bringing,
        settings=settings(
            max_examples=20, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
