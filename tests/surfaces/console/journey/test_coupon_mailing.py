"""Which campaigns belong to a slice, and by which codes their coupons are scanned."""

from __future__ import annotations

from datetime import date

import pytest

from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey.campaigns.inferred import Campaigns, infer
from oneshelf.surfaces.console.load.journey.campaigns.mailing import Mailing, mailing
from oneshelf.surfaces.console.load.journey.campaigns.matching import Bought, Cause, Match
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face
from oneshelf.surfaces.console.load.journey.campaigns.source import Campaign, Redemption
from oneshelf.surfaces.console.load.journey.campaigns.values import Basis, Offer
from oneshelf.surfaces.console.load.journey.source import Lines

DOLLAR, BOOKLET = 51600070076, 10000085476
MARCH = Campaign(1, "Type B", date(2017, 3, 3), date(2017, 4, 9))
JUNE = Campaign(2, "Type B", date(2017, 6, 1), date(2017, 6, 30))


def _offer(campaign: int, coupon: int, cents: int, *products: int) -> Offer:
    return Offer(campaign, coupon, Face(needs=1, cents=cents), frozenset(products), Basis.NUMBER)


def _mailing(offers: tuple[Offer, ...], matches: tuple[Match, ...] = (), since: date = date(2017, 1, 1)) -> Mailing:
    campaigns = Campaigns({1: MARCH, 2: JUNE}, {1: frozenset({7, 8}), 2: frozenset({7})}, offers, matches)
    return mailing(campaigns, weeks_shifted=0, since=calendar.midnight(since), households={7}, products={100, 101})


def test_a_slice_has_the_campaigns_that_run_in_it_or_later() -> None:
    offers = (_offer(1, DOLLAR, 100, 100, 999), _offer(2, DOLLAR, 100, 101), _offer(2, BOOKLET, 50, 999))
    assert set(_mailing(offers, since=date(2017, 4, 9)).windows) == {1, 2}
    later = _mailing(offers, since=date(2017, 4, 10))
    assert set(later.windows) == {2}
    assert [each.coupon for each in later.offers] == [DOLLAR]
    every = _mailing(offers)
    assert [each.products for each in every.offers] == [frozenset({100}), frozenset({101})]
    assert every.households == {1: frozenset({7}), 2: frozenset({7})}


def test_windows_are_days_of_the_stores_and_move_by_weeks() -> None:
    campaigns = Campaigns({1: MARCH}, {1: frozenset()}, (), ())
    moved = mailing(campaigns, weeks_shifted=1, since=calendar.midnight(MARCH.first_day), households=(), products=())
    assert moved.windows[1] == (calendar.midnight(date(2017, 3, 10)), calendar.midnight(date(2017, 4, 17)))


def test_codes_name_the_number_and_the_campaign_and_tell_values_of_a_booklet_apart() -> None:
    offers = (_offer(1, DOLLAR, 100, 100), _offer(2, DOLLAR, 100, 100), _offer(2, BOOKLET, 50, 100))
    found = _mailing((*offers, _offer(2, BOOKLET, 75, 101)))
    assert list(found.codes.values()) == ["5160007007601", "5160007007602", "1000008547602A", "1000008547602B"]


def test_a_household_may_hand_in_as_many_as_one_did() -> None:
    two = Bought(basket=1, number=1, product=100, quantity=2, sales=500, coupon=200)
    redemptions = [Redemption(MARCH.first_day, household, 1, DOLLAR) for household in (7, 8)]
    matches = (Match(redemptions[0], Cause.MATCHED, (two,), two), Match(redemptions[1], Cause.NO_LINE))
    assert _mailing((_offer(1, DOLLAR, 100, 100),), matches).pieces == {(1, DOLLAR): 2}


@pytest.fixture(scope="module")
def whole(history: Lines) -> Mailing:
    first = calendar.midnight(date(2016, 1, 1))
    return mailing(
        infer(history),
        weeks_shifted=0,
        since=first,
        households=set(history.household.tolist()),
        products=set(history.product.tolist()),
    )


def test_no_two_offers_of_the_source_have_one_code_and_each_is_short_enough(whole: Mailing) -> None:
    assert len(set(whole.codes.values())) == len(whole.codes) == 1_180
    assert max(map(len, whole.codes.values())) == 14
