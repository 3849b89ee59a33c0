"""A value comes from the coupon's number, else from the lines it met, else from lines of who had got the campaign."""

from __future__ import annotations

from datetime import date

from oneshelf.surfaces.console.load.journey.campaigns import values
from oneshelf.surfaces.console.load.journey.campaigns.matching import Bought, Cause, Match
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face
from oneshelf.surfaces.console.load.journey.campaigns.source import Campaign, Redemption
from oneshelf.surfaces.console.load.journey.campaigns.values import Basis, Offer
from tests.surfaces.console.journey.conftest import lines_of

DAY = date(2017, 1, 2)
TWO, OWN = 51600070033, 10000085476


def _match(coupon: int, *lines: Bought) -> Match:
    return Match(Redemption(DAY, household=1, campaign=8, coupon=coupon), Cause.MATCHED, lines, lines[0])


def _line(product: int, coupon: int, quantity: int = 1) -> Bought:
    return Bought(basket=7, number=1, product=product, quantity=quantity, sales=300, coupon=coupon)


def test_a_number_that_tells_is_believed() -> None:
    (offer,) = values.offers({(8, TWO): frozenset({1, 2})}, [], {})
    assert offer == Offer(8, TWO, Face(needs=2, cents=100), frozenset({1, 2}), Basis.NUMBER)


def test_what_tills_gave_for_fewer_units_is_asked_for_no_more() -> None:
    (offer,) = values.offers({(8, TWO): frozenset({1})}, [_match(TWO, _line(1, 100, quantity=1))], {})
    assert offer.face == Face(needs=1, cents=100)


def test_more_units_than_needed_ask_nothing_more() -> None:
    (offer,) = values.offers({(8, TWO): frozenset({1})}, [_match(TWO, _line(1, 100, quantity=5))], {})
    assert offer.face == Face(needs=2, cents=100)


def test_a_booklet_has_an_offer_for_each_value() -> None:
    met = [_match(OWN, _line(1, 50)), _match(OWN, _line(2, 75)), _match(OWN, _line(3, 50))]
    found = values.offers({(8, OWN): frozenset({1, 2, 3, 4, 5})}, met, {(8, 4): 75, (8, 1): 99})
    assert found == [
        Offer(8, OWN, Face(1, 50), frozenset({1, 3}), Basis.MATCHED),
        Offer(8, OWN, Face(1, 75), frozenset({2, 4}), Basis.MATCHED),
    ]
    assert [offer.key for offer in found] == ["08-10000085476-50", "08-10000085476-75"]


def test_a_booklet_of_which_nothing_was_ever_reduced_is_worth_nothing_known() -> None:
    assert values.offers({(8, OWN): frozenset({1})}, [], {}) == []


def test_of_lines_that_disagree_the_commonest_counts() -> None:
    met = [_match(OWN, _line(1, cents)) for cents in (75, 50, 75)]
    (offer,) = values.offers({(8, OWN): frozenset({1})}, met, {})
    assert offer.face.cents == 75


def test_discounts_are_seen_of_who_got_the_campaign_while_it_ran() -> None:
    lines = lines_of(
        [
            {"product": 1, "coupon": 50},
            {"product": 1, "coupon": 50},
            {"product": 1, "coupon": 75},
            {"product": 2, "coupon": 0},
            {"product": 3, "coupon": 25, "household": 2},
        ]
    )
    campaigns = [Campaign(8, "Type A", DAY, DAY), Campaign(9, "Type A", date(2017, 1, 3), date(2017, 1, 3))]
    mailed = {8: frozenset({1}), 9: frozenset({1, 2})}
    assert values.seen_discounts(lines, campaigns, mailed) == {(8, 1): 50}
