"""Labels at the till: what they say it weighs, what they say it costs, and how short-dated goods are marked down."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.catalogue.rules.labels import own_number
from oneshelf.modules.checkout.actions import name_units, place
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.promotions.builders import a_live_one
from tests.surfaces.answers import Answer
from tests.surfaces.labels import (
    GTIN,
    a_cheese,
    a_layout,
    a_milk_in_lots,
    dated,
    in_days,
    lying,
    price_label,
    weight_label,
)
from tests.surfaces.till.builders import Counter, a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

LADDER = Terms(
    reward=compiled.Markdown(
        (compiled.MarkdownStep(3, 2_500), compiled.MarkdownStep(1, 5_000), compiled.MarkdownStep(0, 7_500))
    )
)


def scanned(counter: Counter, *codes: str) -> dict[str, Any]:
    """Scan one code after another, as the page does; return the last answer."""
    answer: dict[str, Any] = {"lines": []}
    for code in codes:
        given = counter.client.post(
            "/till/basket/", {"lines": sent(answer), "code": code}, content_type="application/json"
        )
        assert given.status_code == 200, given.content
        answer = given.json()
    return answer


def sent(answer: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the lines that the page sends for those that it was given."""
    names = ("variant", "quantity", "price", "serials", "label", "lots")
    return [{name: line[name] for name in names} for line in answer["lines"]]


def sell(counter: Counter, answer: dict[str, Any], key: str = "k1") -> Answer:
    total = answer["total"]
    cash = [{"method": "cash", "amount": total, "given": total}]
    body = {"lines": sent(answer), "total": total, "tenders": cash}
    return counter.client.post("/till/sales/", body, content_type="application/json", headers={"Idempotency-Key": key})


def on_hand(counter: Counter, variant: VariantId) -> int:
    (level,) = inventory.levels(counter.shop.market.id, [variant], [counter.shop.store.id])
    return level.on_hand


def test_the_label_of_a_portion_adds_its_weight() -> None:
    counter = a_counter()
    cheese = a_cheese(counter.shop, gtin=own_number("2812345"))
    a_layout(counter.shop, prefix="28", says="weight", item_digits=5, value_digits=5)
    weighed = scanned(counter, "2812345002506")
    assert [(line["quantity"], line["label"]) for line in weighed["lines"]] == [(250, "2812345002506")]
    assert weighed["weigh"] is None
    beside = counter.basket((cheese, 100), code="2812345002506").json()
    assert [line["quantity"] for line in beside["lines"]] == [100, 250]
    assert counter.basket(code="2812345002507").status_code == 422
    assert counter.basket(code="2899999002502").status_code == 404
    assert "Gouda" in counter.client.get("/till/price/", {"code": "2812345002506"}).content.decode()


def test_two_packages_come_to_what_their_labels_say_and_loose_weight_is_added_up() -> None:
    counter = a_counter()
    cheese = a_cheese(counter.shop, gtin=own_number("2812345"), price=999)
    a_layout(counter.shop, prefix="28", says="weight", item_digits=5, value_digits=5)
    package = weight_label(333)
    answer = scanned(counter, package, package)
    assert [(line["quantity"], line["step"]) for line in answer["lines"]] == [(333, 0), (333, 0)]
    assert [line["key"] for line in answer["lines"]] == [package, f"{package} 2"]
    assert answer["total"] == 333 + 333
    assert [line["amount"] for line in answer["asked"]["lines"]] == [333, 333]
    assert counter.basket((cheese, 333), (cheese, 333)).json()["total"] == 665
    order = orders.get_order(orders.OrderId(UUID(sell(counter, answer).json()["order"])))
    assert [(line.quantity, line.amount.minor) for line in order.lines] == [(333, 333), (333, 333)]
    assert {(line.unit_price.minor, line.unit_price.per) for line in order.lines} == {(999, 1_000)}
    assert on_hand(counter, cheese) == 5_000 - 666


def test_a_package_counts_as_a_piece_and_costs_what_is_due_when_the_price_changes() -> None:
    counter = a_counter()
    cheese = a_cheese(counter.shop, gtin=own_number("2812345"), price=999)
    a_layout(counter.shop, prefix="28", says="weight", item_digits=5, value_digits=5)
    a_live_one(counter.shop.market, Terms(reward=compiled.BuyGet(1, 1)))
    answer = scanned(counter, weight_label(333), weight_label(500))
    assert answer["total"] == 500
    answer["lines"][0]["quantity"] = 1
    pricing.set_price(counter.shop.market.id, cheese, UnitPrice(1_200, "USD", 1_000), clock.now(), actor=SYSTEM)
    again = counter.client.post("/till/basket/", {"lines": sent(answer)}, content_type="application/json").json()
    assert [line["quantity"] for line in again["lines"]] == [333, 500]
    assert (again["total"], again["changed"]) == (600, ["Gouda", "Gouda"])


@pytest.mark.parametrize("minor", [437, 3, 1, 99_999])
def test_a_price_on_a_label_is_what_is_paid_to_the_cent(minor: int) -> None:
    counter = a_counter()
    cheese = a_cheese(counter.shop, gtin=own_number("211234"))
    a_layout(counter.shop, prefix="21", says="price", item_digits=4, inner_check=True, value_digits=5)
    answer = scanned(counter, price_label(minor))
    assert answer["total"] == minor
    if minor == 99_999:
        return  # more than there is
    grams = answer["lines"][0]["quantity"]
    assert grams == max(1, round(minor * 1_000 / 1_090))
    order = orders.get_order(orders.OrderId(UUID(sell(counter, answer).json()["order"])))
    assert [(line.quantity, line.amount.minor, line.listed.minor) for line in order.lines] == [(grams, minor, minor)]
    assert on_hand(counter, cheese) == 5_000 - grams


def test_each_portion_stands_for_itself_and_is_taken_out_by_itself() -> None:
    counter = a_counter()
    a_cheese(counter.shop, gtin=own_number("211234"))
    a_layout(counter.shop, prefix="21", says="price", item_digits=4, inner_check=True, value_digits=5)
    answer = scanned(counter, price_label(437), price_label(512), price_label(437))
    assert answer["total"] == 437 + 512 + 437
    labels = [price_label(437), price_label(512), f"{price_label(437)} 2"]
    assert [line["key"] for line in answer["lines"]] == labels
    assert [line["step"] for line in answer["lines"]] == [0, 0, 0]
    del answer["lines"][0]
    again = counter.client.post("/till/basket/", {"lines": sent(answer)}, content_type="application/json").json()
    assert again["total"] == 512 + 437


def test_how_much_is_in_a_portion_is_no_matter_of_the_page() -> None:
    counter = a_counter()
    a_cheese(counter.shop, gtin=own_number("211234"))
    a_layout(counter.shop, prefix="21", says="price", item_digits=4, inner_check=True, value_digits=5)
    answer = scanned(counter, price_label(1_090))
    answer["lines"][0]["quantity"] = 1
    again = counter.client.post("/till/basket/", {"lines": sent(answer)}, content_type="application/json").json()
    assert (again["lines"][0]["quantity"], again["total"]) == (1_000, 1_090)
    answer["lines"][0]["variant"] = str(counter.shop.offered(1))
    refused = counter.client.post("/till/basket/", {"lines": sent(answer)}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (422, "wrong_label")


def test_a_gs1_code_says_weight_and_price_and_both_hold() -> None:
    counter = a_counter()
    cheese = a_cheese(counter.shop)
    answer = scanned(counter, f"]e001{GTIN}31030004013922437")
    assert [(line["quantity"], answer["total"]) for line in answer["lines"]] == [(401, 437)]
    assert sell(counter, answer).status_code == 201
    assert on_hand(counter, cheese) == 5_000 - 401


@pytest.mark.parametrize("says", ["3922437", "3103000401"])
def test_what_has_a_label_of_its_own_is_not_put_aside(says: str) -> None:
    counter = a_counter()
    a_cheese(counter.shop)
    answer = scanned(counter, f"]e001{GTIN}{says}")
    refused = counter.client.post(
        "/till/parked/new/",
        {"lines": sent(answer), "label": "Ana"},
        content_type="application/json",
        headers={"Idempotency-Key": "p"},
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "labelled_in_basket")


def test_what_a_sticker_says_is_short_dated_costs_less_and_the_fresh_one_beside_it_does_not() -> None:
    counter = a_counter()
    milk = a_cheese(counter.shop, unit=Unit.EACH, price=200)
    a_live_one(counter.shop.market, LADDER, name="Best before soon")
    answer = scanned(counter, dated(1), GTIN, dated(1, more="10A7"), dated(0), dated(3), dated(4), dated(1))
    assert [(line["quantity"], bool(line["label"])) for line in answer["lines"]] == [
        (3, True),
        (1, False),
        (1, True),
        (1, True),
        (1, True),
    ]
    assert answer["total"] == 3 * 100 + 200 + 50 + 150 + 200
    done = sell(counter, answer).json()
    assert "Best before soon (−50 %)" in done["html"]
    assert "Best before soon (−75 %)" in done["html"]
    order = orders.get_order(orders.OrderId(UUID(done["order"])))
    assert sorted(line.amount.minor for line in order.lines) == [50, 150, 200, 200, 300]
    assert on_hand(counter, milk) == 5_000 - 7


def test_a_portion_with_its_price_is_marked_down_too() -> None:
    counter = a_counter()
    a_cheese(counter.shop)
    a_live_one(counter.shop.market, LADDER)
    assert scanned(counter, f"]e001{GTIN}15{in_days(1):%y%m%d}3922437")["total"] == 437 - 219


def test_a_ladder_of_another_store_takes_nothing_off() -> None:
    counter = a_counter()
    a_cheese(counter.shop, unit=Unit.EACH, price=200)
    here = counter.shop.store.code
    a_live_one(counter.shop.market, Terms(reward=LADDER.reward, when=compiled.Not(compiled.Place((here,)))))
    assert scanned(counter, dated(0))["total"] == 200
    a_live_one(counter.shop.market, Terms(reward=LADDER.reward, when=compiled.Place((here,))))
    assert scanned(counter, dated(0))["total"] == 50


@pytest.mark.parametrize("code", [price_label(0), f"]C101{GTIN}3922000000"])
def test_a_label_that_says_nothing_but_zero_gives_nothing_away(code: str) -> None:
    """It is the article's own number: what is sold by the piece costs its price."""
    counter = a_counter()
    a_layout(counter.shop, prefix="21", says="price", item_digits=4, inner_check=True, value_digits=5)
    cheese = a_cheese(counter.shop, unit=Unit.EACH, gtin=own_number("211234") if code[0] == "2" else GTIN)
    answer = scanned(counter, code)
    assert (answer["total"], [(line["quantity"], line["label"]) for line in answer["lines"]]) == (1_090, [(1, "")])
    forged = {"variant": str(cheese), "quantity": 1, "label": code}
    assert (
        counter.client.post("/till/basket/", {"lines": [forged]}, content_type="application/json").json()["code"]
        == "wrong_label"
    )


def test_what_is_weighed_is_asked_for_where_its_label_says_zero() -> None:
    counter = a_counter()
    a_cheese(counter.shop, gtin=own_number("2812345"))
    a_layout(counter.shop, prefix="28", says="weight", item_digits=5, value_digits=5)
    answer = scanned(counter, weight_label(0))
    assert (answer["lines"], answer["weigh"]["title"]) == ([], "Gouda")


def test_what_is_past_its_day_is_not_sold() -> None:
    counter = a_counter()
    a_cheese(counter.shop, unit=Unit.EACH, price=200)
    refused = counter.basket(code=dated(-1))
    assert (refused.status_code, refused.json()["code"]) == (409, "past_its_day")
    assert "Gouda" in refused.json()["detail"]


def test_the_tills_own_kernel_knows_the_days_too() -> None:
    counter = a_counter()
    a_cheese(counter.shop, unit=Unit.EACH, price=200)
    a_live_one(counter.shop.market, LADDER)
    answer = scanned(counter, dated(1), GTIN)
    assert [line.get("days_left") for line in answer["asked"]["lines"]] == [1, None]


def test_only_what_has_no_label_can_come_later() -> None:
    counter = a_counter()
    a_cheese(counter.shop, unit=Unit.EACH, price=200)
    answer = scanned(counter, dated(1), GTIN)
    body = {"lines": sent(answer)}
    shown = counter.client.post("/till/elsewhere/", body, content_type="application/json").json()["html"]
    assert shown.count("data-later-units") == 1


def noted(answer: Answer) -> list[dict[str, Any]]:
    order = trail.Subject("order", UUID(answer.json()["order"]))
    return [json.loads(each.details) for each in trail.of_subject(order) if each.action == "stock.lot_not_here"]


def test_the_unit_that_leaves_is_of_the_lot_that_its_sticker_names() -> None:
    counter = a_counter()
    milk = a_milk_in_lots(counter.shop, A1=3, A2=3, A3=3)
    second, third = dated(2, more="10A2"), dated(3)
    answer = scanned(counter, GTIN, second, third, second)
    assert [(line["quantity"], line["lots"]) for line in answer["lines"]] == [(1, []), (2, ["A2", "A2"]), (1, [])]
    done = sell(counter, answer)
    assert lying(counter.shop, milk) == {"A1": 2, "A2": 1, "A3": 2}
    assert noted(done) == []


def test_what_is_fresh_beside_it_leaves_the_stickers_lot_to_it() -> None:
    counter = a_counter()
    milk = a_milk_in_lots(counter.shop, A1=1, A2=3)
    sell(counter, scanned(counter, GTIN, dated(1, more="10A1")))
    assert lying(counter.shop, milk) == {"A2": 2}


def test_what_stock_has_no_such_lot_of_is_sold_all_the_same_and_noted() -> None:
    counter = a_counter()
    milk = a_milk_in_lots(counter.shop, A1=1, A2=3)
    sticker = dated(1, more="10A1")
    done = sell(counter, scanned(counter, sticker, sticker, dated(3, more="10NOBODY")))
    assert done.status_code == 201
    assert lying(counter.shop, milk) == {"A2": 1}
    assert sorted((each["line"], each["units"]) for each in noted(done)) == [(1, 1), (2, 1)]
    assert inventory.audit([counter.shop.store.id]) == []


def test_a_lot_that_another_till_sells_first_does_not_stand_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    counter = a_counter()
    milk = a_milk_in_lots(counter.shop, A1=1, A2=3)
    answer, other = (scanned(counter, dated(1, more="10A1")) for _ in range(2))
    asked = name_units.units_in_hand

    def first_sells_the_other(*given: Any) -> Any:
        told = asked(*given)
        monkeypatch.setattr(place, "units_in_hand", asked)
        assert sell(counter, other, "faster").status_code == 201
        return told

    monkeypatch.setattr(place, "units_in_hand", first_sells_the_other)
    done = sell(counter, answer)
    assert (done.status_code, lying(counter.shop, milk)) == (201, {"A2": 2})
    assert [each["units"] for each in noted(done)] == [1]
