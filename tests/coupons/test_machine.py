"""Whatever checkouts hold, let go, order and cancel, in whatever order: limits hold, and what fits is never refused."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import count
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import CouponDoesNotWork, CouponId
from oneshelf.modules.customers.public import CustomerId
from tests.coupons.builders import AN_HOUR, a_shared, found, reserves, singles
from tests.customers.builders import a_customer
from tests.markets.builders import a_market

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True), pytest.mark.slow]

_numbers = count(1)

IN_ALL, A_CUSTOMER, A_BASKET = 4, 2, 1
CODES = st.sets(st.integers(0, 3))
"""The shared code, and three of a batch of which a basket takes one."""


class Checkouts(RuleBasedStateMachine):
    """Checkouts of two customers. What counts is kept beside the books, from what was done alone."""

    @initialize()
    def open(self) -> None:
        market = a_market()
        shared = f"CODE{next(_numbers)}"
        a_shared(market, shared, in_all=IN_ALL, a_customer=A_CUSTOMER)
        _, printed = singles(market, 3, a_basket=A_BASKET)
        self.market = market
        self.people = [a_customer().id, a_customer().id]
        self.coupons = [*found(market, shared, customer=self.people[0]), *found(market, *printed)]
        self.now = clock.now()
        self.held: dict[UUID, tuple[set[int], CustomerId, bool]] = {}  # codes, whose, and whether they run out soon
        self.used: dict[UUID, tuple[set[int], CustomerId]] = {}

    def counted(self, but: UUID | None = None) -> Counter[tuple[int, CustomerId]]:
        """How often each code counts for each customer, what ran out left away, and what checkout `but` holds."""
        held = [(codes, who) for owner, (codes, who, _) in self.held.items() if owner != but]
        return Counter((code, who) for codes, who in [*held, *self.used.values()] for code in codes)

    def fits(self, codes: set[int], who: CustomerId, but: UUID | None) -> bool:
        counted = self.counted(but)
        in_all = Counter(code for code, _ in counted.elements())
        return (
            len(codes - {0}) <= A_BASKET
            and (0 not in codes or (in_all[0] < IN_ALL and counted[0, who] < A_CUSTOMER))
            and all(in_all[code] == 0 for code in codes - {0})
        )

    def pick(self, which: int) -> UUID | None:
        owners = list(self.held)
        return owners[which % len(owners)] if owners else None

    def ids(self, codes: set[int]) -> list[CouponId]:
        return [self.coupons[code] for code in sorted(codes)]

    @rule(codes=CODES, who=st.integers(0, 1), which=st.integers(0, 9), soon=st.booleans())
    def reserve(self, codes: set[int], who: int, which: int, soon: bool) -> None:
        """A new checkout, or one that is open, wants these codes."""
        owner = self.pick(which) if which < 5 else None
        fits = self.fits(codes, self.people[who], owner)
        mine = owner or new_id()
        expires = self.now + (AN_HOUR if soon else 30 * AN_HOUR)
        try:
            reserves(self.market, mine, *self.ids(codes), customer=self.people[who], at=self.now, expires_at=expires)
        except CouponDoesNotWork:
            assert not fits
        else:
            assert fits
            self.held[mine] = (codes, self.people[who], soon)

    @rule(which=st.integers(0, 9), drop=st.booleans())
    def order(self, which: int, drop: bool) -> None:
        """An order uses all that its checkout holds, or nothing of it."""
        owner = self.pick(which)
        if owner is None:
            return
        codes, who, _ = self.held.pop(owner)
        order, taken = new_id(), set() if drop else codes
        coupons.confirm(owner, order, self.ids(taken), at=self.now)
        self.used[order] = (taken, who)

    @rule(which=st.integers(0, 9))
    def release(self, which: int) -> None:
        owner = self.pick(which)
        if owner is not None:
            assert coupons.release(owner) == len(self.held.pop(owner)[0])

    @rule(which=st.integers(0, 9))
    def cancel(self, which: int) -> None:
        orders = list(self.used)
        if orders:
            order = orders[which % len(orders)]
            assert coupons.give_back(order) == len(self.used.pop(order)[0])

    @rule()
    def time_passes(self) -> None:
        """Holds that end soon have run out; nobody has swept them up yet."""
        self.now += AN_HOUR + timedelta(seconds=1)
        self.held = {owner: (codes, who, False) for owner, (codes, who, soon) in self.held.items() if not soon}

    @invariant()
    def the_books_are_right(self) -> None:
        assert coupons.audit() == []


def test_the_counts_hold_whatever_happens() -> None:
    checks = settings(max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Checkouts, settings=checks)
