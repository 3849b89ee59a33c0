"""What earns what an offer gives, and what an offer may say: decided without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.states import WrongState
from oneshelf.modules.coupons.public import BatchId
from oneshelf.modules.customers.public import CustomerId, GroupId
from oneshelf.modules.markets.public import ChannelId, MarketId
from oneshelf.modules.offers.errors import BadOffer
from oneshelf.modules.offers.rules import MACHINE, MOST_NAMED, TELLS, check, check_name, earns, may_earn
from oneshelf.modules.offers.types import (
    MOST_DAYS,
    ONCE,
    Circumstances,
    Good,
    Happening,
    OfferId,
    Run,
    RunId,
    State,
    Telling,
    Terms,
    Trigger,
)
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import PromotionId

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
TILL, WEB = ChannelId(UUID(int=1)), ChannelId(UUID(int=2))
YORK, LEEDS = PlaceId(UUID(int=3)), PlaceId(UUID(int=4))
CLUB, STAFF = GroupId(UUID(int=5)), GroupId(UUID(int=6))
ANA = CustomerId(UUID(int=7))
HERE, ELSEWHERE = MarketId(UUID(int=8)), MarketId(UUID(int=9))
PLAIN = Terms(Trigger.BOUGHT, PromotionId(UUID(int=10)), days=30, told=(Telling.RECEIPT,))
BOUGHT = Happening(Trigger.BOUGHT, UUID(int=11), HERE, TILL, YORK, NOON, ANA)
CHEESE = Good(frozenset({"c:cheese", "b:acme"}), 500)
WINE = Good(frozenset({"c:wine"}), 1_200)


def said(**terms: Any) -> Terms:
    return msgspec.structs.replace(PLAIN, **terms)


def run(terms: Terms, since: datetime = NOON, until: datetime | None = None) -> Run:
    return Run(RunId(UUID(int=12)), OfferId(UUID(int=13)), HERE, BatchId(UUID(int=14)), terms, since, until)


@pytest.mark.parametrize(
    ("terms", "happened", "may"),
    [
        ({}, {}, True),
        ({}, {"market": ELSEWHERE}, False),
        ({}, {"trigger": Trigger.PARCEL}, False),
        ({}, {"at": NOON - timedelta(microseconds=1)}, False),
        ({"channels": (TILL,)}, {}, True),
        ({"channels": (WEB,)}, {}, False),
        ({"places": (LEEDS, YORK)}, {}, True),
        ({"places": (LEEDS,)}, {}, False),
        ({"places": (LEEDS,)}, {"place": None}, False),
        ({}, {"customer": None}, True),
        ({"groups": (CLUB,)}, {"customer": None}, False),
        ({"first_order": True}, {"customer": None}, False),
        ({"wait": 7}, {"customer": None}, False),
    ],
)
def test_what_may_earn(terms: dict[str, Any], happened: dict[str, Any], may: bool) -> None:
    assert may_earn(run(said(**terms)), replace(BOUGHT, **happened)) is may


@pytest.mark.parametrize(
    ("terms", "all_else", "does"),
    [
        ({}, {"goods": (CHEESE,)}, True),
        ({}, {"goods": ()}, False),
        ({"least": 1_700}, {"goods": (CHEESE, WINE)}, True),
        ({"least": 1_701}, {"goods": (CHEESE, WINE)}, False),
        ({"match": compiled.Match(any_of=("c:wine",))}, {"goods": (CHEESE,)}, False),
        ({"match": compiled.Match(any_of=("c:wine", "c:cheese")), "least": 1_700}, {"goods": (CHEESE, WINE)}, True),
        ({"match": compiled.Match(all_of=("c:cheese", "b:acme"))}, {"goods": (CHEESE, WINE)}, True),
        ({"match": compiled.Match(none_of=("c:cheese",)), "least": 1_201}, {"goods": (CHEESE, WINE)}, False),
        ({"groups": (CLUB,)}, {"goods": (WINE,), "groups": frozenset({STAFF, CLUB})}, True),
        ({"groups": (CLUB,)}, {"goods": (WINE,), "groups": frozenset({STAFF})}, False),
        ({"first_order": True}, {"goods": (WINE,), "is_first": True}, True),
        ({"first_order": True}, {"goods": (WINE,)}, False),
    ],
)
def test_what_earns(terms: dict[str, Any], all_else: dict[str, Any], does: bool) -> None:
    assert earns(said(**terms), BOUGHT, Circumstances(**all_else)) is does


@pytest.mark.parametrize(
    ("told", "customer", "has_email", "reached"),
    [
        ((Telling.RECEIPT,), None, False, True),
        ((Telling.ACCOUNT,), ANA, False, True),
        ((Telling.ACCOUNT,), None, True, False),
        ((Telling.EMAIL,), None, True, True),
        ((Telling.EMAIL, Telling.ACCOUNT), None, False, False),
    ],
)
def test_nobody_is_given_what_they_never_see(
    told: tuple[Telling, ...], customer: CustomerId | None, has_email: bool, reached: bool
) -> None:
    all_else = Circumstances(goods=(WINE,), has_email=has_email)
    assert earns(said(told=told), replace(BOUGHT, customer=customer), all_else) is reached


@given(at=st.datetimes(), turns=st.lists(st.datetimes(), min_size=1, max_size=6, unique=True))
def test_one_moment_is_judged_by_one_run(at: datetime, turns: list[datetime]) -> None:
    moments = [*sorted(turns), None]
    runs = [run(PLAIN, since, until) for since, until in pairwise(moments) if since]
    assert sum(each.covers(at) for each in runs) == (at >= min(turns))


@pytest.mark.parametrize(
    ("terms", "part"),
    [
        ({"days": 0}, "days"),
        ({"days": MOST_DAYS + 1}, "days"),
        ({"wait": 0}, "wait"),
        ({"wait": ONCE + 1}, "wait"),
        ({"least": -1}, "least"),
        ({"least": 10**15}, "least"),
        ({"told": ()}, "told"),
        ({"told": (Telling.PARCEL,)}, "told"),
        ({"trigger": Trigger.PARCEL}, "told"),
        ({"trigger": Trigger.LEFT, "told": (Telling.EMAIL,), "least": 1}, "least"),
        ({"channels": (WEB,) * (MOST_NAMED + 1)}, "channels"),
        ({"match": compiled.Match(any_of=("c:wine",) * (MOST_NAMED + 1))}, "match"),
    ],
)
def test_what_an_offer_cannot_say_is_refused_by_its_part(terms: dict[str, Any], part: str) -> None:
    with pytest.raises(BadOffer) as refused:
        check(said(**terms))
    assert refused.value.part == part


@pytest.mark.parametrize("trigger", Trigger)
def test_each_way_to_tell_of_what_happened_may_be_said(trigger: Trigger) -> None:
    check(said(trigger=trigger, told=tuple(TELLS[trigger]), wait=ONCE, days=MOST_DAYS))


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "two\nlines"])
def test_a_name_is_one_line(name: str) -> None:
    with pytest.raises(BadOffer):
        check_name(name)


def test_terms_are_read_as_they_were_written() -> None:
    whole = said(channels=(TILL,), places=(YORK,), groups=(CLUB,), wait=7, match=compiled.Match(any_of=("c:wine",)))
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Terms) == whole


def test_what_has_ended_stays_so() -> None:
    with pytest.raises(WrongState):
        MACHINE.check(State.ENDED, State.LIVE)
