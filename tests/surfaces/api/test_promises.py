"""Promises by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from tests.checkout.builders import Shop
from tests.delivery.builders import a_service
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def a_question(variant: VariantId, **more: Any) -> dict[str, Any]:
    return {"channel": "web", "lines": [{"sku": sku(variant), "quantity": 2}], "country": "US"} | more


def test_every_way_has_its_cost_time_and_confidence(shop: Shop, shopper: Program) -> None:
    delivery.open_service(shop.market.id, a_service(), actor=SYSTEM)
    variant = shop.offered(5)
    with CaptureQueriesContext(connection) as queries:
        told = shopper.post("/promises", a_question(variant, place=shop.store.code, postal_code="10001"))
    assert told.status == 200, told.body
    ways = {way["kind"]: way for way in told["ways"]}
    assert set(ways) == {"take_now", "collect", "deliver"}
    assert (ways["deliver"]["cost"], ways["deliver"]["places"]) == (usd(490), [shop.store.code])
    assert (ways["collect"]["cost"], ways["collect"]["place"]) == (usd(0), shop.store.code)
    for way in ways.values():
        assert way["possible"]
        assert way["earliest"] <= way["promised_by"]
        assert 50 < way["confidence"] <= 100
    assert len(queries) == 27


def test_what_is_not_possible_says_why(shop: Shop, shopper: Program) -> None:
    variant = shop.offered(1)
    told = shopper.post("/promises", a_question(variant))
    reasons = {way["kind"]: (way["reason"], way["missing"]) for way in told["ways"]}
    assert reasons == {
        "collect": ("out_of_stock", [{"sku": sku(variant), "quantity": 1}]),
        "deliver": ("out_of_stock", [{"sku": sku(variant), "quantity": 1}]),
    }


@pytest.mark.parametrize(
    ("wrong", "status", "code", "field"),
    [
        ({"lines": []}, 422, "empty_basket", "lines"),
        ({"lines": [{"sku": "NO-SUCH", "quantity": 1}]}, 422, "not_for_sale", "lines[0].sku"),
        ({"place": "nowhere"}, 404, "unknown_place", "place"),
        ({"channel": "smoke"}, 404, "unknown_channel", "channel"),
        ({"postal_code": "00;DROP"}, 422, "bad_postcode", "postal_code"),
        ({"country": "Poland"}, 422, "invalid", "country"),
        ({"latitude": 91.0, "longitude": 0.0}, 422, "invalid", "latitude"),
        ({"latitude": 1.0}, 422, "invalid", "longitude"),
        ({"stores": 11}, 422, "invalid", "stores"),
    ],
)
def test_bad_questions_are_refused(
    shop: Shop, shopper: Program, wrong: dict[str, Any], status: int, code: str, field: str
) -> None:
    variant = shop.offered(5)
    with nothing_changes():
        told = shopper.post("/promises", a_question(variant) | wrong)
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
