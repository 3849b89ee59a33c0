"""Whatever staff and customers do with a consignment, in whatever order: stock, states and events agree."""

from __future__ import annotations

from collections.abc import Callable
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
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState, Method
from tests.fulfilment.builders import Parcel, open_one
from tests.inventory.builders import Shop, a_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LEFT = {ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED}
GIVEN_UP = {ConsignmentState.CANCELLED, ConsignmentState.EXPIRED}


class Fulfilment(RuleBasedStateMachine):
    """One consignment of three units; five lie in the shop."""

    shop: ClassVar[Shop]
    parcel: Parcel
    before: Consignment

    @initialize(method=st.sampled_from([Method.COLLECT, Method.SHIP]))
    def order(self, method: Method) -> None:
        self.parcel = open_one(method, shop=self.shop)
        self.before = self.parcel.now

    @rule()
    def start_picking(self) -> None:
        with suppress(Refusal):
            fulfilment.start_picking(self.parcel.id, actor=SYSTEM)

    @rule(quantity=st.sampled_from([3, 2, 0, 4, -1]))
    def pick(self, quantity: int) -> None:
        with suppress(Refusal):
            fulfilment.record_pick(self.parcel.id, 1, quantity, actor=SYSTEM)

    @rule()
    def report_short(self) -> None:
        with suppress(Refusal):
            fulfilment.record_short(self.parcel.id, 1, actor=SYSTEM)

    @rule()
    def make_ready(self) -> None:
        with suppress(Refusal):
            fulfilment.mark_ready(self.parcel.id, actor=SYSTEM)

    @rule()
    def pack(self) -> None:
        with suppress(Refusal):
            fulfilment.pack(self.parcel.id, actor=SYSTEM)

    @rule()
    def ship(self) -> None:
        with suppress(Refusal):
            fulfilment.ship(self.parcel.id, carrier="DHL", tracking="1", actor=SYSTEM)

    @rule()
    def deliver(self) -> None:
        with suppress(Refusal):
            fulfilment.deliver(self.parcel.id, actor=SYSTEM)

    @rule(right=st.booleans())
    def hand_over(self, right: bool) -> None:
        pin = fulfilment.pin_for(self.parcel.id) if right else "no PIN"
        with suppress(Refusal):
            fulfilment.hand_over(self.parcel.id, pin, actor=SYSTEM)

    @rule(steps=st.integers(1, 4))
    def go_on_as_usual(self, steps: int) -> None:
        """Do what staff would do next, a few times, so that the ends are reached."""
        usual: dict[tuple[Method, ConsignmentState], list[Callable[[], object]]] = {
            (Method.COLLECT, ConsignmentState.OPEN): [self.start_picking],
            (Method.COLLECT, ConsignmentState.PICKING): [lambda: self.pick(2), self.report_short, self.make_ready],
            (Method.COLLECT, ConsignmentState.READY): [lambda: self.hand_over(True)],
            (Method.SHIP, ConsignmentState.OPEN): [self.start_picking],
            (Method.SHIP, ConsignmentState.PICKING): [lambda: self.pick(3), self.pack],
            (Method.SHIP, ConsignmentState.PACKED): [self.ship],
            (Method.SHIP, ConsignmentState.SHIPPED): [self.deliver],
        }
        for _ in range(steps):
            for step in usual.get((self.parcel.now.method, self.parcel.now.state), []):
                step()
                self.states_follow_the_machine()

    @rule(really=st.integers(0, 4))
    def cancel(self, really: int) -> None:
        if really < 4:
            return
        with suppress(Refusal):
            fulfilment.cancel(self.parcel.id, actor=SYSTEM)

    @rule()
    def nobody_comes(self) -> None:
        fulfilment.expire_no_shows(clock.now() + fulfilment.COLLECT_WITHIN + timedelta(seconds=1))

    @invariant()
    def states_follow_the_machine(self) -> None:
        now = self.parcel.now
        machine = rules.MACHINES[now.method]
        assert now.state is self.before.state or machine.may(self.before.state, now.state)
        assert now.pin_attempts <= rules.MOST_PIN_TRIES
        self.before = now

    @invariant()
    def stock_follows_the_goods(self) -> None:
        now, level = self.parcel.now, self.parcel.shop.level(self.parcel.variant)
        short = now.lines[0].short
        gone = now.picked if now.state in LEFT else 0
        kept = 0 if now.state in LEFT | GIVEN_UP else 3 - short
        assert (level.on_hand, level.reserved) == (5 - short - gone, kept)

    @invariant()
    def books_agree(self) -> None:
        assert fulfilment.audit() == []
        assert self.parcel.shop.audit() == []


def test_stock_and_states_always_agree() -> None:
    Fulfilment.shop = a_shop()
    run_state_machine_as_test(
        Fulfilment,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
