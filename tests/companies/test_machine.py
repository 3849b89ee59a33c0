"""Whatever a company orders, changes, gets, gives back and pays, in whatever order: the limit holds, to the cent."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.ids import new_id
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.amendments.public import Addition, Wish
from oneshelf.modules.companies import public as companies
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from tests.amendments.builders import wrong
from tests.companies.builders import Account, an_account, credits, pays, usd
from tests.orders.settling import forget_jobs, settle

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

LIMIT, PRICE = 3_000, 250
WHICH = st.integers(0, 3)


class Accounts(RuleBasedStateMachine):
    """A company that may owe 30 dollars; what it owes is kept beside the books, from what was done alone."""

    done: ClassVar[set[int]]
    account: Account

    @initialize()
    def open(self) -> None:
        self.account = an_account(limit=LIMIT)
        self.variant = self.account.shop.offered(500)
        self.bought: dict[OrderId, int] = {}  # what an order under way still comes to
        self.owed = 0

    @property
    def used(self) -> int:
        return self.owed + sum(self.bought.values())

    def under_way(self, which: int) -> OrderId | None:
        waiting = list(self.bought)
        return waiting[which % len(waiting)] if waiting else None

    @rule(units=st.integers(1, 9))
    def order(self, units: int) -> None:
        fits = self.used + units * PRICE <= LIMIT
        try:
            order = self.account.orders(units)
        except companies.OverCredit:
            assert not fits
        else:
            assert fits
            self.bought[order] = units * PRICE

    @rule(which=WHICH, less=st.integers(0, 2), more=st.integers(0, 5))
    def change(self, which: int, less: int, more: int) -> None:
        order = self.under_way(which)
        if order is None:
            return
        add = (Addition(self.variant, more),) if more else ()
        difference = (more - less) * PRICE
        fits = difference <= 0 or self.used + difference <= LIMIT
        try:
            shown = amendments.propose(order, Wish(cancel={1: less} if less else {}, add=add), actor=SYSTEM)
            amendments.confirm(shown.id, shown.seal, actor=SYSTEM)
        except companies.OverCredit:
            assert not fits
        except Refusal:
            return  # nothing to change, or more to cancel than there is
        else:
            assert fits
            self.bought[order] += difference
            if self.bought[order] == 0:
                self.end(order)

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        order = self.under_way(which)
        if order:
            orders.cancel_order(order, actor=SYSTEM)
            self.end(order)

    @rule(which=WHICH, found=st.integers(0, 2))
    def collect(self, which: int, found: int) -> None:
        """Hand an order out, of which some units of each line may be missing."""
        order = self.under_way(which)
        if order:
            lines = [line.wanted for line in orders.get_order(order).lines if line.wanted]
            picked = None if found == 2 or min(lines) < found or not found else found
            self.account.hands_out(order, picked)
            self.owed += sum(lines) * PRICE if picked is None else picked * len(lines) * PRICE
            self.end(order)

    @rule(which=WHICH, cents=st.integers(1, 600))
    def pay(self, which: int, cents: int) -> None:
        invoices = [each for each in self.account.documents if each.open.minor > 0]
        if invoices:
            invoice = invoices[which % len(invoices)]
            pays(invoice, min(cents, invoice.open.minor))
            self.owed -= min(cents, invoice.open.minor)

    @rule(which=WHICH, cents=st.integers(1, 600))
    def credit(self, which: int, cents: int) -> None:
        invoices = [each for each in self.account.documents if each.about is None]
        if invoices:
            with suppress(orders.OrderRefundTooLarge):
                credits(invoices[which % len(invoices)].order, cents)
                self.owed -= cents

    @rule(which=WHICH)
    def pay_back(self, which: int) -> None:
        invoices = [each for each in self.account.documents if each.open.minor < 0]
        if invoices:
            invoice = invoices[which % len(invoices)]
            with suppress(companies.OverCredit):
                companies.pay_back(invoice.id, -invoice.open, reference="", cause=new_id(), actor=SYSTEM)
                self.owed -= invoice.open.minor

    def end(self, order: OrderId) -> None:
        """Nothing of an order takes credit any more as soon as its events are heard."""
        del self.bought[order]
        settle(self.done)

    @invariant()
    def books_say_what_was_done(self) -> None:
        if hasattr(self, "bought"):
            now = self.account.now
            assert (now.ordered, now.owed) == (usd(sum(self.bought.values())), usd(self.owed))
            assert now.used <= now.limit

    def teardown(self) -> None:
        if hasattr(self, "bought"):
            settle(self.done)
            assert wrong() == []


def test_what_a_company_owes_is_what_it_got_and_has_not_paid() -> None:
    forget_jobs()
    Accounts.done = set()
    run_state_machine_as_test(
        Accounts,
        settings=settings(
            max_examples=8, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
