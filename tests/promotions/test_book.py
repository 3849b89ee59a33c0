"""The rules that are in force at one moment, compiled for the kernel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled, priced
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Limits, Promotion, Terms
from tests.markets.builders import a_market
from tests.promotions.builders import TENTH, a_draft, a_group, a_live_one

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

FIFTH = Terms(reward=compiled.Percent(bp=2_000))
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def market() -> markets.Market:
    return a_market()


@pytest.fixture
def remembering() -> Iterator[None]:
    """Let this process remember as one does that hears events."""
    caches.Cache.hearing = True
    try:
        yield
    finally:
        caches.Cache.hearing = False
        caches.forget_all()


def costs(market: markets.Market, at: datetime) -> int:
    """What 10.00 cost in a market at a moment, in cents."""
    line = compiled.Line("1", "cheese", 1, 1_000, tags=("v:cheese",))
    facts = compiled.Facts(at=int(at.timestamp()), weekday=0, minute=0)
    return pricing.price(compiled.Basket("USD", (line,), facts), promotions.book_at(market.id, at).rules).total


def test_a_promotion_holds_from_its_minute_until_just_before_its_end(market: markets.Market) -> None:
    starts = clock.now().replace(second=0, microsecond=0) + HOUR
    a_live_one(market, starts=starts, ends=starts + HOUR)
    moments = [starts - MINUTE, starts, starts + 59 * MINUTE, starts + HOUR]
    assert [costs(market, each) for each in moments] == [1_000, 900, 900, 1_000]


@pytest.mark.usefixtures("remembering")
def test_a_kept_book_is_read_anew_when_a_rule_begins_and_when_it_ends(market: markets.Market) -> None:
    starts = clock.now().replace(second=0, microsecond=0) + HOUR
    live = a_live_one(market, starts=starts, ends=starts + HOUR)
    plan = replace(live.plan, terms=FIFTH)
    promotions.change(live.id, plan, version=2, since=starts + 30 * MINUTE, actor=SYSTEM)
    moments = [starts - MINUTE, starts, starts + 30 * MINUTE, starts + HOUR]
    assert [costs(market, each) for each in moments] == [1_000, 900, 800, 1_000]


@pytest.mark.usefixtures("remembering")
def test_the_book_of_after_a_rule_has_begun_is_kept_too(market: markets.Market, django_assert_num_queries: Any) -> None:
    starts = clock.now() + HOUR
    a_live_one(market, starts=starts)
    assert costs(market, clock.now()) == 1_000
    with clock.told_by(lambda: starts + MINUTE):
        assert costs(market, clock.now()) == 900
        with django_assert_num_queries(0):
            assert costs(market, clock.now()) == 900


@pytest.mark.usefixtures("remembering")
def test_a_kept_book_costs_no_statement_until_promotions_change(
    market: markets.Market, django_assert_num_queries: object
) -> None:
    now = clock.now() + MINUTE
    promotions.book_at(market.id, now)
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert costs(market, now) == 1_000
    a_live_one(market)
    caches.forget_after("promotions.went_live.v1")
    assert costs(market, now) == 900


def test_what_holds_for_nobody_is_not_in_the_book(market: markets.Market) -> None:
    group, now = a_group(market), clock.now()
    a_draft(market, group=group)
    a_live_one(market, group=group, starts=now + 3 * HOUR)
    for act in (promotions.pause, promotions.end):
        act(a_live_one(market, group=group).id, actor=SYSTEM)
    a_live_one(a_market())
    running = a_live_one(market, group=group)
    assert ids(promotions.book_at(market.id, clock.now() + MINUTE)) == {str(running.id)}


def test_groups_are_compiled_with_their_rules(market: markets.Market) -> None:
    last = a_group(market, order=2, mode=compiled.Mode.STACK)
    first = a_group(market, order=1, choice=compiled.Choice.PRIORITY)
    rules: list[Promotion] = [a_live_one(market, group=each) for each in (last, first)]
    entries = promotions.book_at(market.id, clock.now()).rules.entries
    assert [each.rule.id for each in entries] == [str(rules[1].id), str(rules[0].id)]
    assert [each.group.choice for each in entries] == [compiled.Choice.PRIORITY, compiled.Choice.BEST]
    assert [each.group.mode for each in entries] == [compiled.Mode.UNIT, compiled.Mode.STACK]


def test_only_what_has_limits_and_may_be_met_is_asked_for_them(market: markets.Market) -> None:
    group = a_group(market)
    a_live_one(market, group=group)
    met = a_live_one(market, group=group, limits=Limits(uses=5))
    elsewhere = Terms(TENTH.reward, when=compiled.FirstOrder(), match=TENTH.match, needs_coupon=True)
    a_live_one(market, elsewhere, group, limits=Limits(off=500))
    book = promotions.book_at(market.id, clock.now())
    assert book.limited_for(["v:cheese"], compiled.Facts(at=0, weekday=0, minute=0)) == [met.id]


def ids(book: promotions.Book) -> set[str]:
    return {each.rule.id for each in book.rules.entries}


def test_who_is_not_in_a_group_that_was_closed_gets_nothing_and_it_is_said_why(market: markets.Market) -> None:
    club = customers.open_group("club", "Club", actor=SYSTEM)
    others = Terms(reward=compiled.Percent(bp=1_000), when=compiled.All((compiled.Not(compiled.Segment(("club",))),)))
    live = a_live_one(market, others)
    before = clock.now()
    assert costs(market, before) == 900
    customers.close_group(club.id, actor=SYSTEM)
    after = clock.now()
    assert (costs(market, after), costs(market, before)) == (1_000, 900), "what was charged before is not rewritten"
    assert why(market, live, after) is priced.Why.GROUP_CLOSED


@pytest.mark.usefixtures("remembering")
def test_a_kept_book_is_read_anew_when_a_group_is_closed(market: markets.Market) -> None:
    club = customers.open_group("club", "Club", actor=SYSTEM)
    a_live_one(market, Terms(reward=compiled.Percent(bp=1_000), when=compiled.Not(compiled.Segment(("club",)))))
    assert costs(market, clock.now()) == 900
    customers.close_group(club.id, actor=SYSTEM)
    caches.forget_after(customers.GroupClosed.TYPE)
    assert costs(market, clock.now()) == 1_000


def test_a_rule_for_a_group_that_was_closed_is_for_nobody_as_before(market: markets.Market) -> None:
    club = customers.open_group("club", "Club", actor=SYSTEM)
    live = a_live_one(market, Terms(reward=compiled.Percent(bp=1_000), when=compiled.Segment(("club",))))
    customers.close_group(club.id, actor=SYSTEM)
    assert why(market, live, clock.now()) is priced.Why.OTHER_BUYERS


def why(market: markets.Market, live: Promotion, at: datetime) -> priced.Why:
    """Why a stranger's basket does not get a promotion."""
    line = compiled.Line("1", "cheese", 1, 1_000, tags=("v:cheese",))
    basket = compiled.Basket("USD", (line,), compiled.Facts(at=int(at.timestamp()), weekday=0, minute=0))
    (verdict,) = pricing.price(basket, promotions.book_at(market.id, at).rules, also=(str(live.id),)).verdicts
    return verdict.why
