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
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment import rules
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState, Method, Reason
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.console.audit.proof import on_the_road, reserved_and_awaited
from tests.fulfilment.builders import Brought, bring_one
from tests.inventory.builders import Shop, a_shop
from tests.places.builders import a_store

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

ENDED = {ConsignmentState.COLLECTED, ConsignmentState.CANCELLED, ConsignmentState.EXPIRED}


class Bringing(RuleBasedStateMachine):
    """Three of five units are brought from the shop to another store."""

    shop: ClassVar[Shop]
    to: ClassVar[Place]
    brought: Brought
    before: Consignment

    @initialize()
    def order(self) -> None:
        self.brought = bring_one(shop=self.shop, to=self.to)
        self.before = self.brought.now

    @rule(quantity=st.sampled_from([3, 2, 0]))
    def pick(self, quantity: int) -> None:
        with suppress(Refusal):
            fulfilment.start_picking(self.brought.id, actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.record_pick(self.brought.id, 1, quantity, actor=SYSTEM)

    @rule()
    def report_short(self) -> None:
        with suppress(Refusal):
            fulfilment.record_short(self.brought.id, 1, actor=SYSTEM)

    @rule()
    def pack_and_send(self) -> None:
        with suppress(Refusal):
            fulfilment.pack(self.brought.id, actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.send_off(self.brought.id, actor=SYSTEM)

    @rule(lost=st.integers(-1, 4))
    def arrive(self, lost: int) -> None:
        with suppress(Refusal):
            fulfilment.arrive(self.brought.id, {1: lost}, actor=SYSTEM)

    @rule()
    def hand_over(self) -> None:
        with suppress(Refusal):
            fulfilment.hand_over(self.brought.id, fulfilment.pin_for(self.brought.id), actor=SYSTEM)

    @rule(how=st.sampled_from(["cancel", "reject", "wait", "wait", "wait", "wait"]))
    def give_up(self, how: str) -> None:
        with suppress(Refusal):
            if how == "cancel":
                fulfilment.cancel(self.brought.id, actor=SYSTEM)
            elif how == "reject":
                fulfilment.reject(self.brought.id, Reason.NO_TIME, actor=SYSTEM)

    @rule()
    def nobody_comes(self) -> None:
        fulfilment.expire_no_shows(clock.now() + fulfilment.COLLECT_WITHIN + timedelta(seconds=1))

    @invariant()
    def states_follow_the_machine(self) -> None:
        now, machine = self.brought.now, rules.MACHINES[Method.BRING]
        assert now.state is self.before.state or any(
            step is now.state or machine.may(step, now.state) for step in machine.follows[self.before.state]
        )
        self.before = now

    @invariant()
    def stock_follows_the_goods(self) -> None:
        now = self.brought.now
        shelves = {
            place: self.brought.at(place) for place in (self.shop.store.id, self.brought.road, self.brought.to.id)
        }
        kept = 0 if now.state in ENDED else now.lines[0].quantity - now.lines[0].short
        assert {place: reserved for place, (_, reserved) in shelves.items() if reserved} == (
            {now.place: kept} if kept else {}
        )
        assert sum(on_hand for on_hand, _ in shelves.values()) <= 5
        assert now.is_on_the_road == (shelves[self.brought.road][0] > 0)

    @invariant()
    def books_agree(self) -> None:
        assert [*self.shop.audit(), *fulfilment.audit(), *reserved_and_awaited(), *on_the_road()] == []


def test_goods_states_and_books_agree_all_the_way() -> None:
    Bringing.shop = a_shop()
    Bringing.to = a_store(Bringing.shop.market)
    run_state_machine_as_test(
        Bringing,
        settings=settings(
            max_examples=20, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
