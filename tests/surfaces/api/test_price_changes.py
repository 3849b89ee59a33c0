"""Many prices at once by the API: drafted, looked at, applied, planned, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.actions import carry_on as going_on
from oneshelf.modules.pricing.public import ChangeId
from tests.checkout.builders import Shop
from tests.surfaces.api import test_bad_input
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def skus(shop: Shop) -> list[str]:
    """Three articles that cost 2.50."""
    return [sku(shop.offered(1)) for _ in range(3)]


def tenth_off(**fields: Any) -> dict[str, Any]:
    return {"name": "Spring", "by": "percent", "value": -1_000} | fields


def costs(program: Program, skus: list[str]) -> list[int]:
    return [program.get(f"/variants/{each}")["price"]["amount"] for each in skus]


def test_a_change_is_drafted_looked_at_applied_and_undone(till: Program, skus: list[str]) -> None:
    drafted = till.post("/price-changes", tenth_off(skus=skus[:2]))
    assert (drafted.status, drafted["state"], drafted["size"], drafted["rows"]) == (201, "draft", 2, {"ready": 2})
    page = f"/price-changes/{drafted['id']}"
    rows = till.get(f"{page}/rows?limit=1")
    assert rows["items"] == [
        {"sku": rows["items"][0]["sku"], "old": usd(250), "new": usd(225), "lowest_30_days": usd(250)}
        | {"state": "ready", "problem": None, "found": None}
    ]
    rest = till.get(f"{page}/rows?cursor={rows['next']}")
    assert {each["sku"] for each in rows["items"] + rest["items"]} == set(skus[:2])
    assert costs(till, skus) == [250, 250, 250]
    applied = till.post(f"{page}/apply")
    assert (applied.status, applied["state"], applied["done"]) == (200, "applied", 2)
    assert costs(till, skus) == [225, 225, 250]
    till.send("PUT", f"/price-lists/base/prices/{skus[0]}", {"price": usd(300)})
    undone = till.post(f"{page}/undo")
    assert (undone["state"], undone["rows"]) == ("undone", {"undone": 1, "kept": 1})
    (kept,) = till.get(f"{page}/rows?state=kept")["items"]
    assert (kept["problem"], kept["found"]) == ("changed_since", usd(300))
    assert costs(till, skus) == [300, 250, 250]
    refused = till.post(f"{page}/apply")
    assert (refused.status, refused["code"]) == (409, "wrong_state")


def test_a_change_is_planned_for_a_moment(till: Program, skus: list[str]) -> None:
    starts, ends = (clock.now() + timedelta(days=days) for days in (1, 2))
    body = tenth_off(skus=skus[:1], starts=starts.isoformat(), ends=ends.isoformat())
    drafted = till.post("/price-changes", body)
    till.post(f"/price-changes/{drafted['id']}/apply")
    assert costs(till, skus) == [250, 250, 250]
    told = till.get(f"/price-lists/base/prices/{skus[0]}")["items"]
    assert [each["price"]["amount"] for each in told] == [250, 225, 250]


def test_a_draft_is_made_once_for_its_key_and_dropped(till: Program, skus: list[str]) -> None:
    told = [till.post("/price-changes", tenth_off(skus=skus), key="once") for _ in range(2)]
    assert [each["id"] for each in told] == [told[0]["id"]] * 2
    assert [each["id"] for each in till.get("/price-changes")["items"]] == [told[0]["id"]]
    second = till.post("/price-changes", tenth_off(skus=skus))["id"]
    first_page = till.get("/price-changes?limit=1")
    assert ([each["id"] for each in first_page["items"]], first_page["next"]) == ([second], second)
    assert [each["id"] for each in till.get(f"/price-changes?cursor={second}")["items"]] == [told[0]["id"]]
    assert till.post(f"/price-changes/{second}/drop")["state"] == "dropped"
    assert [each["id"] for each in till.get("/price-changes")["items"]] == [told[0]["id"]]


def test_each_article_may_have_its_own_price(till: Program, skus: list[str]) -> None:
    prices = [{"sku": each, "amount": 100 + at} for at, each in enumerate(skus)]
    drafted = till.post("/price-changes", {"name": "Own", "by": "given", "prices": prices})
    till.post(f"/price-changes/{drafted['id']}/apply")
    assert costs(till, skus) == [100, 101, 102]


def test_articles_are_chosen_by_a_set(till: Program, skus: list[str]) -> None:
    known = catalogue.variants_by_sku(skus[1:])
    catalogue.open_set("cheap", "Cheap", list(known.values()), actor=SYSTEM)
    drafted = till.post("/price-changes", tenth_off(product_set="cheap"))
    assert drafted["size"] == 2
    category = catalogue.product_page(till.get("/products")["items"][0]["slug"]).trail[-1].slug
    assert till.post("/price-changes", tenth_off(category=category))["size"] == 1


def test_a_long_change_tells_how_far_it_is(
    shop: Shop, till: Program, skus: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going_on, "ROWS_A_BATCH", 1)
    drafted = till.post("/price-changes", tenth_off(skus=skus))
    assert (drafted["state"], drafted["done"], drafted["size"]) == ("preparing", 2, 3)
    pricing.carry_on(ChangeId(pricing.list_changes(shop.market.id, limit=1)[0].id))
    assert till.get(f"/price-changes/{drafted['id']}")["state"] == "draft"


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"skus": []}, 422, "invalid", "skus"),
    ({"brand": "B"}, 422, "invalid", "skus"),
    ({"by": "given"}, 422, "invalid", "prices"),
    ({"prices": [{"sku": "X", "amount": 1}]}, 422, "invalid", "prices"),
    ({"skus": ["NOTHING"]}, 404, "not_found", "skus[0]"),
    ({"skus": [], "product_set": "nothing"}, 404, "not_found", "product_set"),
    ({"skus": [], "brand": "nobody"}, 422, "empty_price_change", "articles"),
    ({"value": -10_001}, 422, "bad_price_change", "value"),
    ({"price_list": "nothing"}, 404, "unknown_price_list", "price_list"),
    ({"starts": "2020-01-01T00:00:00Z"}, 422, "price_in_the_past", "starts"),
    ({"ends": "2020-01-01T00:00:00Z"}, 422, "bad_price_window", "ends"),
    ({"colour": "red"}, 422, "invalid", "colour"),
]


def test_what_is_no_change_is_refused(till: Program, skus: list[str]) -> None:
    with nothing_changes():
        for fields, status, code, field in WRONG:
            told = till.post("/price-changes", tenth_off(skus=skus) | fields)
            assert (told.status, told["code"], told["field"]) == (status, code, field), told.body
        test_bad_input.is_refused(till.get("/price-changes/x"), 422, "invalid", "change", "x")
        assert till.get(f"/price-changes/{new_id()}")["code"] == "unknown_price_change"


def test_who_may_look_may_not_change(shop: Shop, till: Program, skus: list[str]) -> None:
    change = till.post("/price-changes", tenth_off(skus=skus))["id"]
    looker = Program.with_key(shop, "pricing.view")
    assert looker.get(f"/price-changes/{change}/rows").status == 200
    with nothing_changes():
        refused = [looker.post(f"/price-changes/{change}/{act}") for act in ("apply", "undo", "drop")]
        refused.append(looker.post("/price-changes", tenth_off(skus=skus)))
    assert {(each.status, each["permission"]) for each in refused} == {(403, "pricing.edit")}
