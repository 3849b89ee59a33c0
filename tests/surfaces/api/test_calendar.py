"""Instants at the ends of the calendar: PostgreSQL writes some that Python cannot read, and nobody's clock shows."""

from __future__ import annotations

import pytest

from oneshelf.kernel.ids import new_id
from tests.checkout.builders import Shop
from tests.coupons.builders import PROMOTION, a_promotion
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TOO_FAR = ["9999-12-31T23:59:59-05:00", "9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+05:00"]


@pytest.mark.parametrize("instant", TOO_FAR)
def test_no_instant_is_kept_that_not_everybody_can_read(till: Program, shop: Shop, instant: str) -> None:
    article, cheap = sku(shop.offered(5)), {"reward": {"kind": "percent", "bp": 1_000}}
    a_promotion(shop.market)
    till.post("/promotion-groups", {"code": "goods", "name": "Goods", "order": 10})
    plan = {"code": "P1", "name": "First", "group": "goods", "terms": cheap}
    batch = {"label": "Spring", "promotion": PROMOTION, "kind": "single", "size": 5}
    many = {"name": "Spring", "by": "percent", "value": -1_000, "skus": [article]}
    price, days = f"/price-lists/base/prices/{article}", {"until": "2026-03-01T00:00:00Z"}
    with nothing_changes():
        for field, told in [
            *((each, till.send("PUT", price, {"price": usd(300), each: instant})) for each in ("starts", "ends")),
            *((each, till.post("/price-changes", many | {each: instant})) for each in ("starts", "ends")),
            *((each, till.post("/promotions", plan | {each: instant})) for each in ("starts", "ends")),
            *((each, till.post("/coupon-batches", batch | {each: instant})) for each in ("begins_at", "ends_at")),
            ("since", till.post(f"/promotions/{PROMOTION}/rehearsals", days | {"since": instant})),
        ]:
            is_refused(told, 422, "invalid", field, instant)
    assert till.get(f"/variants/{article}")["price"] == usd(250)
    refused = till.send("PUT", f"/coupon-batches/{new_id()}/terms", {"version": 1, "limits": {}, "ends_at": instant})
    is_refused(refused, 422, "invalid", "ends_at", instant)
