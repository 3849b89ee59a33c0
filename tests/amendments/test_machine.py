"""Whatever people change, pay, pick and give up, in whatever order: what was shown is what happened, to the cent."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Amendment, AmendmentState
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Method, OrderState
from oneshelf.modules.payments import public as payments
from tests.amendments.builders import Case, an_order, confirm, wrong
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LEFT = {ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED}
ENDED = {OrderState.COMPLETED, OrderState.CANCELLED}
UNITS = st.integers(0, 3)
ON_HAND = 6


class Changes(RuleBasedStateMachine):
    """One order of two articles; a third can be added. Six of each lie in the shop, and in another one."""

    done: ClassVar[set[int]]
    case: Case

    @initialize(
        method=st.sampled_from([Method.COLLECT, Method.SHIP]),
        units=st.tuples(st.integers(1, 3), st.integers(1, 3)),
        by=st.sampled_from(["external", "test_card"]),
    )
    def place(self, method: Method, units: tuple[int, int], by: str) -> None:
        self.case = an_order(*units, method=method, by=by, shelf=ON_HAND, prices=(250, 333))
        self.fresh = self.case.shop.offered(ON_HAND, 199)
        for variant in (*self.case.variants, self.fresh):
            self.case.at(self.case.other, variant, ON_HAND)
        self.shown: list[Amendment] = []
        self.hours = 0

    @property
    def variants(self) -> tuple[VariantId, ...]:
        return (*self.case.variants, self.fresh)

    @property
    def is_over(self) -> bool:
        return self.case.now.summary.state in ENDED

    @rule(less=st.tuples(UNITS, UNITS, UNITS), more=st.tuples(UNITS, UNITS, UNITS), is_moved=st.booleans())
    def look(self, less: tuple[int, ...], more: tuple[int, ...], is_moved: bool) -> None:
        """See what a change would do; nothing happens by it."""
        before = self.facts()
        lines = [line.line for line in self.case.now.lines]
        cancel = {line: units for line, units in zip(lines, less, strict=False) if units}
        add = [Addition(variant, units) for variant, units in zip(self.variants, more, strict=True) if units]
        store = {self.case.other.id, self.case.shop.store.id} - {self.case.now.summary.place}
        moved = {"store": store.pop()} if is_moved and self.case.now.summary.method is Method.COLLECT else {}
        with suppress(Refusal):
            self.shown.append(self.case.propose(cancel, *add, **moved))
        assert self.facts() == before

    @rule(which=st.integers(0, 3))
    def agree(self, which: int) -> None:
        """Agree to something that was shown: it is done as it was shown, or refused and nothing is different."""
        if not self.shown:
            return
        proposed = self.shown[-1 - which % len(self.shown)]
        known = amendments.get_amendment(proposed.id)
        before = self.facts()
        try:
            agreed = confirm(proposed)
        except Refusal:
            assert self.facts() == before
            return
        if known.state is AmendmentState.PROPOSED and agreed.state is AmendmentState.CONFIRMED:
            self.is_as_shown(agreed)

    @rule(token=st.sampled_from(["tok_approve", "tok_approve", "tok_decline"]))
    def pay(self, token: str) -> None:
        waiting = amendments.awaiting_payment(self.case.order)
        if waiting is None:
            return
        with suppress(Refusal):
            amendments.pay(waiting.id, payments.Method.TEST_CARD, token, actor=SYSTEM)

    @rule()
    def complete(self) -> None:
        waiting = amendments.awaiting_payment(self.case.order)
        if waiting is None:
            return
        try:
            done = amendments.complete(waiting.id, actor=SYSTEM)
        except Refusal:
            return
        assert done.state is AmendmentState.CONFIRMED
        self.is_as_shown(done)

    @rule()
    def give_up(self) -> None:
        waiting = amendments.awaiting_payment(self.case.order)
        if waiting is not None:
            assert amendments.withdraw(waiting.id, actor=SYSTEM).state is AmendmentState.WITHDRAWN

    @rule()
    def a_day_passes(self) -> None:
        states = {each.id: amendments.get_amendment(each.id).state for each in self.shown}
        self.shown = [each for each in self.shown if states[each.id] is not AmendmentState.PROPOSED]  # forgotten
        with time_machine.travel(clock.now() + amendments.PAY_WITHIN + timedelta(seconds=1), tick=False):
            amendments.expire()
            assert amendments.awaiting_payment(self.case.order) is None

    @rule(line=st.integers(1, 4), units=st.integers(0, 3), all_there_is=st.sampled_from([False, False, True]))
    def pick(self, line: int, units: int, all_there_is: bool) -> None:
        for parcel in self.case.parcels:
            with suppress(Refusal):
                fulfilment.start_picking(parcel.id, actor=SYSTEM)
            with suppress(Refusal):
                fulfilment.record_pick(parcel.id, line, units, actor=SYSTEM)
            if all_there_is:
                with suppress(Refusal):
                    fulfilment.record_short(parcel.id, line, actor=SYSTEM)

    @rule()
    def workers_come(self) -> None:
        settle(self.done)

    @rule(really=st.sampled_from([False, False, False, True]))
    def hand_out(self, really: bool) -> None:
        if really:
            for parcel in self.case.parcels:
                self.finish(parcel)

    def finish(self, parcel: Consignment) -> None:
        with suppress(Refusal):
            fulfilment.start_picking(parcel.id, actor=SYSTEM)
        for line in parcel.lines:
            with suppress(Refusal):
                fulfilment.record_pick(parcel.id, line.line, line.quantity - line.short, actor=SYSTEM)
        for act in (fulfilment.mark_ready, fulfilment.pack):
            with suppress(Refusal):
                act(parcel.id, actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.hand_over(parcel.id, fulfilment.pin_for(parcel.id), actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.ship(parcel.id, carrier="DHL", tracking="1", actor=SYSTEM)

    def is_as_shown(self, done: Amendment) -> None:
        now, preview = self.case.now, done.preview
        if preview.ends_order:
            assert now.summary.state is OrderState.CANCELLED
            return
        assert now.due == preview.bill.will
        units = {line.line: line.wanted for line in now.lines if line.wanted}
        assert units == {each.line: each.after for each in preview.lines if each.after}
        shown = sum(each.will.minor for each in preview.lines) + preview.bill.delivery_will.minor
        assert shown == preview.bill.will.minor
        assert orders.amendments_of(self.case.order)[-1].id == done.id

    def facts(self) -> object:
        levels = sorted((each.place, each.variant, each.on_hand, each.reserved) for each in self.levels())
        return self.case.now, self.case.parcels, levels, self.case.paid()

    def levels(self) -> list[inventory.Level]:
        both = [self.case.shop.store.id, self.case.other.id]
        return inventory.levels(self.case.shop.market.id, list(self.variants), both)

    @invariant()
    def nobody_is_promised_what_is_not_there(self) -> None:
        for level in self.levels():
            assert 0 <= level.reserved <= level.on_hand

    def teardown(self) -> None:
        """When all is done, its shopper has paid for exactly what they got, and the whole proof holds."""
        if not hasattr(self, "shown"):
            return
        settle(self.done)
        self.a_day_passes()
        for parcel in self.case.parcels:
            self.finish(parcel)
        settle(self.done)
        got: dict[int, int] = {}
        for parcel in self.case.parcels:
            if parcel.state in LEFT:
                for line in parcel.lines:
                    got[line.line] = got.get(line.line, 0) + line.picked
        if self.is_over:
            worth = sum(orders.value_of_units(line, got.get(line.line, 0)) for line in self.case.now.lines)
            assert self.case.paid() == worth
        assert wrong() == []


def test_changes_are_what_was_shown() -> None:
    forget_jobs()
    Changes.done = set()
    run_state_machine_as_test(
        Changes,
        settings=settings(
            max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
