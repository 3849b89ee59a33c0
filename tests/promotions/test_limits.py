"""Limits and budgets: nobody takes more than there is, however many at once; what is given back can be had again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Limits, Promotion, PromotionUsedUp, Use
from tests.markets.builders import a_market
from tests.promotions.builders import a_group, a_live_one
from tests.supply.test_races import at_once

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

NOON = datetime.fromisoformat("2026-03-10T17:00:00+00:00")
"""In New York it is one o'clock in the afternoon."""

ANA, BEN = CustomerId(new_id()), CustomerId(new_id())
BUYERS = 64


@pytest.fixture
def market() -> markets.Market:
    return a_market()


def take(
    live: Promotion,
    off: int = 100,
    *,
    owner: UUID | None = None,
    customer: CustomerId | None = ANA,
    at: datetime = NOON,
    until: datetime | None = None,
    instead_of: UUID | None = None,
) -> UUID:
    """Take one use of a promotion; return the owner."""
    owner, uses = owner or new_id(), [Use(live.id, off)]
    promotions.take(live.market, owner, uses, customer=customer, at=at, until=until, instead_of=instead_of)
    return owner


def left(
    live: Promotion, customer: CustomerId | None = ANA, owner: UUID | None = None
) -> tuple[int | None, int | None]:
    found = promotions.left(live.market, [live.id], customer=customer, at=NOON, owner=owner)[str(live.id)]
    return found.uses, found.off


def taken(live: Promotion) -> tuple[int, int]:
    found = promotions.taken_of([live.id]).get(live.id, promotions.Taken(0, 0))
    return found.uses, found.off


def refused(live: Promotion, off: int = 100, **fields: object) -> str:
    with pytest.raises(PromotionUsedUp) as used_up:
        take(live, off, **fields)  # type: ignore[arg-type]
    return used_up.value.limit


def test_what_was_taken_is_not_left(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=3, a_day=2, each=1, off=250))
    assert left(live) == (1, 250)
    take(live)
    assert (left(live), left(live, BEN), left(live, None)) == ((0, 150), (1, 150), (0, 150))
    assert (refused(live), refused(live, 200, customer=BEN), refused(live, customer=None)) == (
        "customer",
        "all",
        "customer",
    )
    take(live, customer=BEN)
    assert refused(live, 10, customer=CustomerId(new_id())) == "day"
    take(live, 50, customer=CustomerId(new_id()), at=NOON + timedelta(days=1))
    assert refused(live, 0, customer=CustomerId(new_id()), at=NOON + timedelta(days=2)) == "all"
    assert taken(live) == (3, 250)


def test_days_begin_at_the_market_s_midnight(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(a_day=1))
    take(live, at=NOON + timedelta(hours=10, minutes=59))
    assert refused(live, at=NOON) == "day"
    take(live, at=NOON + timedelta(hours=11))


def test_who_is_not_known_takes_what_is_not_limited_for_each(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=2))
    for _ in range(2):
        take(live, customer=None)
    assert left(live, None) == (0, None)


def test_who_is_not_known_is_told_that_they_must_be_and_not_that_it_is_used_up(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=1, each=1))

    def fact(customer: CustomerId | None) -> compiled.Left:
        return promotions.left(live.market, [live.id], customer=customer, at=NOON)[str(live.id)]

    assert (fact(None), fact(ANA)) == (compiled.Left(uses=0, to_unknown=True), compiled.Left(uses=1))
    take(live, customer=BEN)
    assert (fact(None), fact(ANA)) == (compiled.Left(uses=0), compiled.Left(uses=0)), "it is used up for everybody"


def test_what_has_no_limits_is_not_counted(market: markets.Market) -> None:
    live = a_live_one(market)
    take(live)
    assert (taken(live), left(live)) == ((0, 0), (None, None))


def test_a_checkout_takes_the_same_again_and_becomes_an_order(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=1, each=1, off=300))
    checkout, order = new_id(), new_id()
    until = NOON + timedelta(minutes=30)
    for off in (100, 100, 300, 200):
        take(live, off, owner=checkout, until=until)
        assert taken(live) == (1, off)
    assert (left(live), left(live, owner=checkout)) == ((0, 100), (1, 300))
    take(live, 200, owner=order, instead_of=checkout, at=until + timedelta(hours=1))
    assert promotions.release_expired(until + timedelta(days=1)) == 0
    assert (promotions.release(checkout), promotions.release(order), promotions.release(order)) == (0, 1, 0)
    assert (taken(live), left(live)) == ((0, 0), (1, 300))


def test_a_basket_that_meets_another_promotion_gives_the_first_one_back(market: markets.Market) -> None:
    group = a_group(market)
    first, second = (a_live_one(market, group=group, limits=Limits(uses=1)) for _ in range(2))
    owner = take(first)
    take(second, owner=owner)
    assert (taken(first), taken(second)) == ((0, 0), (1, 100))


def test_who_signs_in_meanwhile_is_counted_from_then_on(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=5))
    owner = take(live, customer=None)
    take(live, customer=ANA, owner=owner)
    assert promotions.audit() == []
    assert taken(live) == (1, 100)


def test_what_expired_is_taken_by_whoever_comes(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=1))
    take(live, until=NOON)
    assert refused(live, at=NOON - timedelta(minutes=1)) == "all"
    take(live, customer=BEN, at=NOON)
    assert taken(live) == (1, 100)


def test_a_lower_limit_holds_for_what_comes_and_takes_nothing_back(market: markets.Market) -> None:
    live = a_live_one(market, limits=Limits(uses=5))
    owners = [take(live) for _ in range(3)]
    promotions.change(live.id, replace(live.plan, limits=Limits(uses=2)), version=2, actor=SYSTEM)
    assert (refused(live), left(live)) == ("all", (0, None))
    for owner in owners[:2]:
        promotions.release(owner)
    take(live)
    assert taken(live) == (2, 200)


def test_the_last_use_goes_to_one_of_many_at_once(market: markets.Market) -> None:
    group = a_group(market)
    one = a_live_one(market, group=group, limits=Limits(uses=9))
    other = a_live_one(market, group=group, limits=Limits(off=1_000, each=1))

    def buy(uses: list[Use]) -> None:
        until = clock.now() + timedelta(hours=1)
        promotions.take(market.id, new_id(), uses, customer=CustomerId(new_id()), at=clock.now(), until=until)

    uses = [Use(one.id, 10), Use(other.id, 100)]
    told = at_once(*[partial(buy, uses[:: 1 if at % 2 else -1]) for at in range(BUYERS)])
    assert told == Counter({"promotion_used_up": BUYERS - 9, "done": 9})
    assert (taken(one), taken(other)) == ((9, 90), (9, 900))
    assert promotions.audit() == []


def test_who_chooses_anew_after_midnight_and_who_comes_then_wait_in_one_line(market: markets.Market) -> None:
    live, midnight = a_live_one(market, limits=Limits(uses=100)), NOON + timedelta(hours=12)
    held = [take(live, customer=CustomerId(new_id()), until=midnight + timedelta(hours=1)) for _ in range(12)]

    def chooses(owner: UUID) -> None:
        with transaction.atomic():  # where a deadlock is not tried again
            take(live, owner=owner, customer=CustomerId(new_id()), at=midnight, until=midnight + timedelta(hours=1))

    told = at_once(*[partial(chooses, owner) for each in held for owner in (each, new_id())])
    assert (told, taken(live)) == (Counter({"done": 24}), (24, 2_400))
    assert promotions.audit() == []


class Uses(RuleBasedStateMachine):
    """Takers of two promotions, beside a model that counts by hand."""

    owners = st.sampled_from([UUID(int=each) for each in range(1, 5)])
    customers = st.sampled_from([None, ANA, BEN])
    limits = st.builds(Limits, uses=st.integers(1, 3), each=st.none() | st.just(1), off=st.none() | st.integers(1, 5))

    @initialize(one=limits, other=limits)
    def begin(self, one: Limits, other: Limits) -> None:
        market = a_market()
        group = a_group(market)
        self.live = [a_live_one(market, group=group, limits=each) for each in (one, other)]
        self.kept: dict[tuple[UUID, int], tuple[CustomerId | None, int, bool]] = {}

    @rule(owner=owners, customer=customers, which=st.sets(st.integers(0, 1)), off=st.integers(0, 3), held=st.booleans())
    def takes(self, owner: UUID, customer: CustomerId | None, which: set[int], off: int, held: bool) -> None:
        after = {key: use for key, use in self.kept.items() if key[0] != owner}
        after |= {(owner, each): (customer, off, held) for each in which}
        uses = [Use(self.live[each].id, off) for each in which]
        until = NOON + timedelta(minutes=1) if held else None
        try:
            promotions.take(self.live[0].market, owner, uses, customer=customer, at=NOON, until=until)
        except PromotionUsedUp:
            assert not self.fits(after, which)
        else:
            assert self.fits(after, which)
            self.kept = after

    @rule(owner=owners)
    def releases(self, owner: UUID) -> None:
        promotions.release(owner)
        self.kept = {key: use for key, use in self.kept.items() if key[0] != owner}

    @rule()
    def time_passes(self) -> None:
        promotions.release_expired(NOON + timedelta(minutes=1))
        self.kept = {key: use for key, use in self.kept.items() if not use[2]}

    @invariant()
    def counts_are_right(self) -> None:
        for at, live in enumerate(getattr(self, "live", [])):
            uses = [use for (_, each), use in self.kept.items() if each == at]
            assert taken(live) == (len(uses), sum(off for _, off, _ in uses))
        assert promotions.audit() == []

    def fits(self, after: dict[tuple[UUID, int], tuple[CustomerId | None, int, bool]], which: set[int]) -> bool:
        for at in which:
            limits = self.live[at].plan.limits
            uses = [use for (_, each), use in after.items() if each == at]
            each = Counter(customer for customer, _, _ in uses)
            if limits.each is not None and (each[None] or max(each.values(), default=0) > limits.each):
                return False
            if len(uses) > (limits.uses or 9) or sum(off for _, off, _ in uses) > (limits.off or 99):
                return False
        return True


def test_whatever_takers_do_in_whatever_order_adds_up() -> None:
    checked = settings(max_examples=10, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(Uses, settings=checked)
