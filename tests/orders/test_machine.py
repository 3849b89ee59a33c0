"""Whatever shoppers, staff and workers do with an order, in whatever order: state, money, stock and books agree.

Fulfilment has a machine of its own; here its facts say what must become of the order, its money and its stock.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import ClassVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import (
    GoodsHaveLeft,
    Method,
    NotCancellable,
    OrderId,
    OrderRefundTooLarge,
    OrderState,
    ReturnTooLarge,
)
from oneshelf.modules.payments import public as payments
from oneshelf.surfaces.console.audit.proof import checks
from tests.checkout.builders import ANA, Shop, a_shop
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LEFT = {ConsignmentState.COLLECTED, ConsignmentState.SHIPPED, ConsignmentState.DELIVERED}
GIVEN_UP = {ConsignmentState.CANCELLED, ConsignmentState.EXPIRED}
WAITING = {ConsignmentState.READY, ConsignmentState.PACKED}
ON_HAND = 9
CENTS = 250
LINES = st.integers(1, 2)


class Orders(RuleBasedStateMachine):
    """One order of two articles; nine of each lie in the shop. Workers come when they come."""

    shop: ClassVar[Shop]
    done: ClassVar[set[int]]
    order: OrderId
    variants: list[VariantId]
    bought: dict[int, int]

    @initialize(
        method=st.sampled_from([Method.COLLECT, Method.SHIP, Method.COLLECT, Method.TAKE_NOW]),
        units=st.tuples(st.integers(1, 4), st.integers(1, 4)),
        at_once=st.sampled_from([10_000, 200, 0]),
    )
    def place(self, method: Method, units: tuple[int, int], at_once: int) -> None:
        """Pay nothing, two or all of it outside of the house, the rest by card."""
        self.bought = dict(enumerate(units, start=1))
        self.variants = [self.shop.offered(ON_HAND, CENTS) for _ in units]
        self.total = sum(units) * CENTS
        self.captured = min(at_once, self.total)
        tenders = [
            checkout.Tender("external", Money(self.captured, "USD")),
            checkout.Tender("test_card", Money(self.total - self.captured, "USD"), token="tok_approve"),
        ]
        purchase = self.shop.purchase(
            self.variants[0],
            method=method,
            lines=tuple(checkout.Wanted(v, n) for v, n in zip(self.variants, units, strict=True)),
            contact=ANA,
            tenders=tuple(tender for tender in tenders if tender.amount.minor),
        )
        self.order = checkout.place_order(purchase, actor=SYSTEM).order
        self.is_sent = method is not Method.TAKE_NOW
        self.state = OrderState.PLACED if self.is_sent else OrderState.COMPLETED
        self.refunded, self.settled = 0, False
        self.returned = {1: 0, 2: 0}
        self.causes: list[tuple[UUID, int, dict[int, int]]] = []

    @property
    def parcel(self) -> Consignment:
        (found,) = fulfilment.consignments_of([self.order])[self.order]
        return found

    @property
    def where(self) -> ConsignmentState:
        """Where its goods are; those that were taken at once have no parcel."""
        return self.parcel.state if self.is_sent else ConsignmentState.COLLECTED

    @property
    def received(self) -> dict[int, int]:
        if self.where not in LEFT:
            return {1: 0, 2: 0}
        return {line.line: line.picked for line in self.parcel.lines} if self.is_sent else self.bought

    @property
    def short(self) -> dict[int, int]:
        return {line.line: line.short for line in self.parcel.lines} if self.is_sent else {1: 0, 2: 0}

    @precondition(lambda self: self.is_sent)
    @rule(line=LINES, units=st.integers(0, 4), all_there_is=st.booleans())
    def pick(self, line: int, units: int, all_there_is: bool) -> None:
        with suppress(Refusal):
            fulfilment.start_picking(self.parcel.id, actor=SYSTEM)
        with suppress(Refusal):
            fulfilment.record_pick(self.parcel.id, line, units, actor=SYSTEM)
        if all_there_is:
            with suppress(Refusal):
                fulfilment.record_short(self.parcel.id, line, actor=SYSTEM)

    @precondition(lambda self: self.is_sent)
    @rule()
    def go_on(self) -> None:
        """Make it ready, or let it leave."""
        now = self.parcel
        if now.state in WAITING:
            with suppress(Refusal):
                fulfilment.hand_over(now.id, fulfilment.pin_for(now.id), actor=SYSTEM)
            with suppress(Refusal):
                fulfilment.ship(now.id, carrier="DHL", tracking="1", actor=SYSTEM)
            return
        for act in (fulfilment.mark_ready, fulfilment.pack):
            with suppress(Refusal):
                act(now.id, actor=SYSTEM)

    @precondition(lambda self: self.is_sent)
    @rule(all_found=st.sampled_from([False, False, True]))
    def hurry(self, all_found: bool) -> None:
        """Do all that staff would do, so that the ends are reached."""
        for line, units in self.bought.items():
            self.pick(line, units if all_found else units - line % 2, True)
        self.go_on()
        self.go_on()

    @rule(how=st.sampled_from(["parcel", "nobody comes", "order"]), really=st.sampled_from([False, False, True]))
    def give_up(self, how: str, really: bool) -> None:
        if how == "order" and really:
            self.cancel()
        elif how == "parcel" and really and self.is_sent:
            with suppress(Refusal):
                fulfilment.cancel(self.parcel.id, actor=SYSTEM)
        elif how == "nobody comes":
            fulfilment.expire_no_shows(clock.now() + fulfilment.COLLECT_WITHIN + timedelta(seconds=1))

    def cancel(self) -> None:
        if self.state not in (OrderState.PLACED, OrderState.READY):
            with pytest.raises(NotCancellable):
                orders.cancel_order(self.order, actor=SYSTEM)
        elif self.where in LEFT:  # nobody has told the order yet
            with pytest.raises(GoodsHaveLeft):
                orders.cancel_order(self.order, actor=SYSTEM)
        else:
            orders.cancel_order(self.order, actor=SYSTEM)
            self.state, self.settled = OrderState.CANCELLED, False

    @rule(share=st.sampled_from([0, 1, 40, 99, 100, 101]))
    def give_money_back(self, share: int) -> None:
        """Give back so much of a hundred of what is left; the last is too much."""
        self.give_back((self.captured - self.refunded) * share // 100 + (share > 100), {})

    @rule(goods=st.dictionaries(LINES, st.integers(1, 3), min_size=1, max_size=2))
    def bring_goods_back(self, goods: dict[int, int]) -> None:
        self.give_back(1, goods)

    def give_back(self, cents: int, goods: dict[int, int]) -> None:
        cause, received = new_id(), self.received
        if not 1 <= cents <= self.captured - self.refunded:
            with pytest.raises(OrderRefundTooLarge):
                self.refund(cause, cents, goods)
        elif any(self.returned[line] + units > received[line] for line, units in goods.items()):
            with pytest.raises(ReturnTooLarge):
                self.refund(cause, cents, goods)
        else:
            self.refund(cause, cents, goods)
            self.refunded += cents
            for line, units in goods.items():
                self.returned[line] += units
            self.causes.append((cause, cents, goods))

    @rule(which=st.integers(0, 9))
    def give_back_again(self, which: int) -> None:
        """The same cause pays nothing twice and takes nothing back twice."""
        if self.causes:
            self.refund(*self.causes[which % len(self.causes)])

    def refund(self, cause: UUID, cents: int, goods: dict[int, int]) -> None:
        orders.refund_order(
            self.order, Money(cents, "USD"), cause=cause, actor=SYSTEM, goods=goods, to_place=self.shop.store.id
        )

    @rule()
    def workers_come(self) -> None:
        """Events are delivered, jobs done: the order follows its goods, and its money follows the order."""
        settle(self.done)
        if self.state in (OrderState.PLACED, OrderState.READY):
            if self.where in LEFT:
                self.state = OrderState.COMPLETED
            elif self.where in GIVEN_UP:
                self.state = OrderState.CANCELLED
            elif self.where in WAITING:
                self.state = OrderState.READY
        if self.state is OrderState.CANCELLED and not self.settled:
            self.refunded, self.settled = self.captured, True
        if self.state is OrderState.COMPLETED and not self.settled:
            self.captured, self.settled = self.total, True
            missing = sum(units - self.received[line] for line, units in self.bought.items()) * CENTS
            self.refunded += min(missing, self.captured - self.refunded)
        summary = orders.get_order(self.order).summary
        assert (summary.state, summary.refunded.minor) == (self.state, self.refunded)
        assert self.money() == (self.captured, self.refunded)

    @invariant()
    def money_is_never_given_back_twice(self) -> None:
        captured, refunded = self.money()
        assert refunded == self.refunded <= captured == self.captured <= self.total

    @invariant()
    def stock_follows_the_goods(self) -> None:
        received, short, ended = self.received, self.short, self.where in LEFT | GIVEN_UP
        for line, variant in enumerate(self.variants, start=1):
            level = self.shop.level(variant)
            assert level.on_hand == ON_HAND - short[line] - received[line] + self.returned[line]
            assert level.reserved == (0 if ended else self.bought[line] - short[line])

    @invariant()
    def lines_know_what_came_back(self) -> None:
        assert {line.line: line.returned for line in orders.get_order(self.order).lines} == self.returned

    def money(self) -> tuple[int, int]:
        found = payments.payments_of([self.order])[self.order]
        return sum(each.captured for each in found), sum(each.refunded for each in found)

    def teardown(self) -> None:
        """When workers are done, the whole proof holds."""
        if hasattr(self, "causes"):
            self.workers_come()
            self.workers_come()  # and stays as it is when they come again
        assert [(check.title, found) for check in checks() for found in check.find()] == []


def test_orders_money_and_goods_always_agree() -> None:
    forget_jobs()
    Orders.shop, Orders.done = a_shop(), set()
    run_state_machine_as_test(
        Orders,
        settings=settings(
            max_examples=40, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
