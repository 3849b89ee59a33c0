"""Why a basket costs what it costs, by the API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Promotion, Terms
from tests.checkout.builders import Shop
from tests.coupons.builders import a_shared, singles, used
from tests.coupons.builders import found as coupons_found
from tests.promotions.builders import a_group, a_live_one
from tests.surfaces.api.programs import Program, sku, usd
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

STAFF = ("checkout.use", "promotions.view", "coupons.view")


@pytest.fixture
def desk(shop: Shop) -> Program:
    return Program.with_key(shop, *STAFF)


def ask(shop: Shop, tea: VariantId, quantity: int = 2, **given: Any) -> dict[str, Any]:
    return {"channel": shop.web.code, "lines": [{"sku": sku(tea), "quantity": quantity}]} | given


def a_tenth_off(shop: Shop, tea: VariantId, **said: Any) -> Promotion:
    terms = Terms(compiled.Percent(1_000), compiled.Match(any_of=(f"v:{tea}",)))
    return a_live_one(shop.market, terms, **said)


def test_each_cent_is_told_by_the_rule_that_took_it_off(shop: Shop, desk: Program) -> None:
    tea = shop.offered(9)
    tenth = a_tenth_off(shop, tea, name="Tea week")
    told = desk.post("/pricing/explain", ask(shop, tea))
    assert told.status == 200, told.body
    (line,) = told["lines"]
    assert (line["base"], line["amount"], line["price_list"]) == (usd(500), usd(450), "base")
    (off,) = line["adjustments"]
    assert (off["label"], off["amount"], off["promotion"], off["version"]) == ("Tea week", usd(-50), str(tenth.id), 1)
    (rule,) = told["rules"]
    assert (rule["applied"], rule["off"], rule["why"], rule["words"]) == (True, usd(50), "applied", "It is taken off.")
    assert (told["total"], told["saved"], told["exact"]) == (usd(450), usd(50), True)


def test_each_rule_that_did_not_apply_says_why_in_words(shop: Shop, desk: Program) -> None:
    tea, bread, group = shop.offered(9), shop.offered(9), a_group(shop.market)
    winner = a_tenth_off(shop, tea, group=group, name="Tea week")
    match = compiled.Match(any_of=(f"v:{tea}",))
    loser = a_live_one(shop.market, Terms(compiled.Percent(500), match), group, name="Small tea week")
    many = Terms(compiled.Percent(5_000), match, when=compiled.Holds(match, least=5))
    few = a_live_one(shop.market, many, name="Five of them")
    till = a_live_one(shop.market, Terms(compiled.Percent(900), when=compiled.Channel((shop.till.code,))), name="Till")
    other = a_tenth_off(shop, bread, name="Bread week")
    told = {each["label"]: each for each in desk.post("/pricing/explain", ask(shop, tea))["rules"]}
    assert told["Small tea week"]["by"] == [str(winner.id)]
    assert told["Small tea week"]["promotion"] == str(loser.id)
    words = {name: (each["why"], each["words"]) for name, each in told.items() if not each["applied"]}
    assert words == {
        "Small tea week": ("beaten", "Another promotion gives more."),
        "Five of them": ("too_few", "It needs 5 of what it is about; there are 2."),
        "Till": ("other_channel", "It does not hold in this channel."),
        "Bread week": ("nothing_matches", "Nothing in the basket is part of it."),
    }
    assert (told["Five of them"]["has"], told["Five of them"]["wants"]) == (2, 5)
    assert {told[name]["promotion"] for name in ("Five of them", "Till", "Bread week")} == {
        str(each.id) for each in (few, till, other)
    }


def test_words_are_in_the_readers_language(shop: Shop, desk: Program) -> None:
    tea = shop.offered(9)
    a_tenth_off(shop, tea)
    (rule,) = desk.post("/pricing/explain", ask(shop, tea), Accept_Language="pl")["rules"]
    assert rule["words"] != "It is taken off."


def test_a_key_that_sees_no_promotions_is_told_of_what_was_applied_and_of_its_codes(shop: Shop) -> None:
    tea = shop.offered(9)
    a_tenth_off(shop, tea, name="Tea week")
    a_live_one(shop.market, Terms(compiled.Percent(900), when=compiled.Channel((shop.till.code,))), name="Till")
    a_shared(shop.market)
    program = Program.with_key(shop, "checkout.use")
    told = program.post("/pricing/explain", ask(shop, tea, codes=["summer26"]))
    assert [(each["applied"], each["label"] == "Tea week") for each in told["rules"]] == [(True, True), (True, False)]
    (code,) = told["codes"]
    assert (code["works"], code["used"], code["words"]) == (True, True, "It takes something off.")


def test_only_who_may_look_coupons_up_learns_why_one_does_not_work(shop: Shop, desk: Program) -> None:
    tea = shop.offered(9)
    _, (spent, *_) = singles(shop.market)
    used(shop.market, *coupons_found(shop.market, spent))
    exactly = desk.post("/pricing/explain", ask(shop, tea, codes=[spent, "NOTHING"]))["codes"]
    assert [(each["works"], each["reason"]) for each in exactly] == [(False, "used_up"), (False, "unknown")]
    assert exactly[0]["coupon"] is not None
    guess = Program.with_key(shop, "checkout.use").post("/pricing/explain", ask(shop, tea, codes=[spent, "NOTHING"]))
    for each in guess["codes"]:
        assert (each["reason"], each["coupon"], each["promotion"]) == (None, None, None)
        assert each["words"] == "It does not work here."


def test_the_past_is_explained_by_the_rules_and_prices_of_then(shop: Shop, desk: Program) -> None:
    tea = shop.offered(9)
    tenth = a_tenth_off(shop, tea)
    then = clock.now()
    promotions.end(tenth.id, actor=SYSTEM)
    pricing.set_price(shop.market.id, tea, UnitPrice(300, "USD"), clock.now(), actor=SYSTEM)
    assert desk.post("/pricing/explain", ask(shop, tea))["total"] == usd(600)
    told = desk.post("/pricing/explain", ask(shop, tea, at=then.isoformat()))
    assert (told["total"], [each["why"] for each in told["rules"]]) == (usd(450), ["applied"])
    early = desk.post("/pricing/explain", ask(shop, tea, at=(then - timedelta(days=900)).isoformat()))
    assert (early.status, early["code"], early["field"]) == (409, "no_price", "lines[0].sku"), early.body


def test_what_is_sent_is_explained_with_its_delivery(shop: Shop, desk: Program) -> None:
    tea = shop.offered(9)
    free = a_live_one(shop.market, Terms(compiled.DeliveryPriced(0)), name="Free delivery")
    to = {"country": "US", "postal_code": "10001"}
    told = desk.post("/pricing/explain", ask(shop, tea, ship_to=to))
    assert told["delivery"] == usd(0)
    assert told["total"] == usd(500)
    promotions.pause(free.id, actor=SYSTEM)
    assert desk.post("/pricing/explain", ask(shop, tea, ship_to=to))["rules"] == []


def test_a_till_is_at_a_place_and_its_list_is_named(shop: Shop, desk: Program) -> None:
    tea, code = shop.offered(9), pricing.ListCode("store")
    pricing.open_price_list(shop.market.id, code, "Store", pricing.Scope(place=shop.store.id), 10, actor=SYSTEM)
    price = UnitPrice(200, "USD")
    pricing.set_price(shop.market.id, tea, price, clock.now(), price_list=code, actor=SYSTEM)
    here = ask(shop, tea, channel=shop.till.code, place=shop.store.code)
    (line,) = desk.post("/pricing/explain", here)["lines"]
    assert (line["price_list"], line["base"]) == ("store", usd(400))
    collected = desk.post("/pricing/explain", ask(shop, tea, place=shop.store.code))["lines"]
    assert [each["price_list"] for each in collected] == ["base"]


def test_a_key_of_one_place_explains_there_only(shop: Shop) -> None:
    tea = shop.offered(9)
    here = Program.with_key(shop, *STAFF, place=shop.store.id)
    assert here.post("/pricing/explain", ask(shop, tea, place=shop.store.code)).status == 200
    refused = here.post("/pricing/explain", ask(shop, tea))
    assert (refused.status, refused["permission"]) == (403, "checkout.use")


@pytest.mark.parametrize(
    ("given", "status", "code", "field"),
    [
        ({"lines": []}, 422, "empty_basket", "lines"),
        ({"lines": [{"sku": "NONE", "quantity": 1}]}, 422, "not_for_sale", "lines[0].sku"),
        ({"channel": "none"}, 404, "unknown_channel", "channel"),
        ({"place": "none"}, 404, "unknown_place", "place"),
        ({"customer_card": "none"}, 422, "invalid_card", "card"),
        ({"at": "2026-01-01T00:00:00"}, 422, "invalid", "at"),
        ({"ship_to": {"country": "us"}}, 422, "invalid", "ship_to.country"),
        ({"coupon": "X"}, 422, "invalid", "coupon"),
    ],
)
def test_what_cannot_be_explained_is_refused(
    shop: Shop, desk: Program, given: dict[str, Any], status: int, code: str, field: str
) -> None:
    tea = shop.offered(9)
    with nothing_changes():
        told = desk.post("/pricing/explain", ask(shop, tea) | given)
    assert (told.status, told["code"], told["field"]) == (status, code, field), told.body


def test_a_till_without_a_place_and_a_place_with_an_address_are_refused(shop: Shop, desk: Program) -> None:
    tea = shop.offered(9)
    told = desk.post("/pricing/explain", ask(shop, tea, channel=shop.till.code))
    assert (told.status, told["field"]) == (422, "place")
    both = ask(shop, tea, place=shop.store.code, ship_to={"country": "US"})
    assert desk.post("/pricing/explain", both)["field"] == "ship_to"
