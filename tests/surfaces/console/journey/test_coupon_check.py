"""The source's redemptions, priced again by the kernel: the figures that docs/reference/demo-data.md states."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from oneshelf.surfaces.console.load.journey.campaigns import check, numbers
from oneshelf.surfaces.console.load.journey.campaigns.check import Checked, Outcome
from oneshelf.surfaces.console.load.journey.campaigns.inferred import Campaigns, infer
from oneshelf.surfaces.console.load.journey.campaigns.matching import Cause, Match
from oneshelf.surfaces.console.load.journey.campaigns.numbers import Face
from oneshelf.surfaces.console.load.journey.campaigns.values import Basis
from oneshelf.surfaces.console.load.journey.source import Lines


@pytest.fixture(scope="module")
def campaigns(history: Lines) -> Campaigns:
    return infer(history)


@pytest.fixture(scope="module")
def checked(history: Lines, campaigns: Campaigns) -> list[Checked]:
    return check.check(history, campaigns)


def test_redemptions_are_explained_as_the_guide_says(campaigns: Campaigns) -> None:
    assert Counter(each.cause for each in campaigns.matches) == {
        Cause.MATCHED: 1_001,
        Cause.AMBIGUOUS: 100,
        Cause.OTHER_MONEY: 29,
        Cause.NO_DISCOUNT: 709,
        Cause.NO_LINE: 263,
    }
    of_the_retailer = [each for each in campaigns.matches if str(each.redemption.coupon).startswith("1")]
    assert sum(each.cause is Cause.NO_DISCOUNT for each in of_the_retailer) == 526


def test_every_matched_redemption_is_priced_as_its_till_did(checked: list[Checked]) -> None:
    assert Counter(each.outcome for each in checked) == {Outcome.EXACT: 1_000, Outcome.CAPPED: 1}
    (capped,) = (each for each in checked if each.outcome is Outcome.CAPPED)
    assert (capped.recorded, capped.given) == (40, 10)


def test_values_are_inferred_as_the_guide_says(campaigns: Campaigns, checked: list[Checked]) -> None:
    assert Counter(each.basis for each in campaigns.offers) == {Basis.NUMBER: 957, Basis.MATCHED: 35, Basis.MAILED: 188}
    assert len({(each.campaign, each.coupon) for each in campaigns.offers}) == 986
    assert len({each.coupon for each in campaigns.offers}) == 770
    numbered = [each for each in checked if each.offer.basis is Basis.NUMBER]
    assert len(numbered) == 953  # and all of these carry what the number says, or a multiple of it
    faces = [(numbers.face_of(each.coupon), each.face) for each in campaigns.offers if each.basis is Basis.NUMBER]
    assert Counter(offered.needs - face.needs for face, offered in faces if face) == {0: 929, -1: 26, -2: 1, 1: 1}


def test_a_value_that_is_wrong_by_a_cent_is_seen(history: Lines, campaigns: Campaigns, checked: list[Checked]) -> None:
    first = checked[0]
    offer = replace(first.offer, face=Face(first.offer.face.needs, first.offer.face.cents + 1))
    assert _again(history, replace(campaigns, offers=(offer,)), first.match).outcome is Outcome.DIFFERENT


def test_a_coupon_gives_nothing_to_who_did_not_get_it(
    history: Lines, campaigns: Campaigns, checked: list[Checked]
) -> None:
    nobody = replace(campaigns, mailed={campaign: frozenset() for campaign in campaigns.mailed})
    assert _again(history, nobody, checked[0].match).given == 0


def test_a_coupon_counts_until_the_end_of_its_last_day(
    history: Lines, campaigns: Campaigns, checked: list[Checked]
) -> None:
    match, days = checked[0].match, campaigns.by_id[checked[0].offer.campaign]
    day = match.redemption.day
    for last_day, outcome in ((day, Outcome.EXACT), (day - timedelta(days=1), Outcome.DIFFERENT)):
        ended = replace(campaigns, by_id={**campaigns.by_id, days.id: replace(days, last_day=last_day)})
        assert _again(history, ended, match).outcome is outcome


def _again(history: Lines, campaigns: Campaigns, match: Match) -> Checked:
    assert match.line is not None
    (found,) = check.priced_again([match], campaigns, check.sales_of(history, [match.line.basket]))
    return found
