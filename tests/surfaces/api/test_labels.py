"""Goods with labels that programs sell: each package is priced by itself, as at a till."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest

from oneshelf.kernel.quantity import Unit
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.catalogue.rules.labels import own_number
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from tests.checkout.builders import Shop
from tests.promotions.builders import a_live_one
from tests.surfaces.api.programs import Program, Told, sku, usd
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.api.test_checkouts import ANA
from tests.surfaces.labels import (
    GTIN,
    a_cheese,
    a_layout,
    a_milk_in_lots,
    dated,
    lying,
    price_label,
    weight_label,
)
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

PACKAGE = weight_label(333)


@pytest.fixture
def cheese(shop: Shop) -> VariantId:
    """Cheese at 9.99 a kilogram, in packages whose labels say their weight."""
    a_layout(shop, prefix="28", says="weight", item_digits=5, value_digits=5)
    return a_cheese(shop, gtin=own_number("2812345"), price=999)


def bought(till: Program, variant: VariantId, total: int, *lines: tuple[int, str], **said: Any) -> dict[str, Any]:
    """Return the body of a sale of so many units each with its label."""
    given = [{"sku": sku(variant), "quantity": units, "label": label} for units, label in lines]
    return till.order(variant, lines=given, payments=[{"method": "cash", "amount": usd(total)}], **said)


def lines_of(told: Told) -> list[tuple[int, int]]:
    """Return how much is in each line of an order that was placed, and what it came to."""
    assert told.status == 201, told.body
    order = orders.get_order(OrderId(UUID(told["id"])))
    return [(line.quantity, line.amount.minor) for line in order.lines]


def test_two_packages_come_to_what_their_labels_say_and_loose_weight_is_added_up(
    shop: Shop, till: Program, cheese: VariantId
) -> None:
    apart = till.post("/orders", bought(till, cheese, 666, (333, PACKAGE), (333, PACKAGE)))
    assert lines_of(apart) == [(333, 333), (333, 333)]
    loose = till.post("/orders", bought(till, cheese, 665, (333, ""), (333, "")))
    assert lines_of(loose) == [(666, 665)]
    assert shop.level(cheese).on_hand == 5_000 - 4 * 333


def test_an_explained_basket_is_priced_package_by_package(shop: Shop, till: Program, cheese: VariantId) -> None:
    a_live_one(shop.market, Terms(reward=compiled.BuyGet(1, 1)), name="Second one free")
    lines = [{"sku": sku(cheese), "quantity": 333, "label": PACKAGE}] * 2
    told = till.post("/pricing/explain", {"channel": shop.till.code, "place": shop.store.code, "lines": lines})
    assert [(line["quantity"], line["base"]) for line in told["lines"]] == [(333, usd(333)), (333, usd(333))]
    assert (told["total"], told["rules"][0]["applied"]) == (usd(333), True)


def test_what_a_label_says_it_costs_is_what_it_costs(shop: Shop, till: Program) -> None:
    cheese = a_cheese(shop, gtin=own_number("211234"))
    a_layout(shop, prefix="21", says="price", item_digits=4, inner_check=True, value_digits=5)
    told = till.post("/orders", bought(till, cheese, 437, (1, price_label(437))))
    assert (lines_of(told), told["total"]) == ([(401, 437)], usd(437))


def test_the_unit_that_leaves_is_of_the_lot_that_its_sticker_names_and_else_it_is_noted(
    shop: Shop, till: Program
) -> None:
    milk = a_milk_in_lots(shop, A1=3, A2=1)
    ladder = Terms(reward=compiled.Markdown((compiled.MarkdownStep(2, 5_000),)))
    a_live_one(shop.market, ladder, name="Best before soon")
    sticker = dated(2, more="10A2")
    told = till.post("/orders", bought(till, milk, 300, (1, sticker), (1, sticker), (1, dated(1))))
    assert lines_of(told) == [(2, 200), (1, 100)]
    assert lying(shop, milk) == {"A1": 1}
    steps = trail.of_subject(trail.Subject("order", UUID(told["id"])))
    noted = [each for each in steps if each.action == "stock.lot_not_here"]
    assert [json.loads(each.details)["units"] for each in noted] == [1]


@pytest.mark.parametrize(
    ("quantity", "label", "code", "field", "value"),
    [
        (500, PACKAGE, "invalid", "lines[0].quantity", "500"),
        (333, "hello", "wrong_label", "lines[0].label", "hello"),
        (333, weight_label(333)[:-1] + "0", "wrong_check_digit", "lines[0].label", weight_label(333)[:-1] + "0"),
        (333, f"]C101{GTIN}17290101", "wrong_label", "lines[0].label", f"]C101{GTIN}17290101"),
    ],
)
def test_a_label_that_does_not_fit_is_refused_at_its_line(
    till: Program, cheese: VariantId, quantity: int, label: str, code: str, field: str, value: str
) -> None:
    body = bought(till, cheese, 333, (quantity, label))
    with nothing_changes():
        is_refused(till.post("/orders", body), 422, code, field, value)


def test_a_label_of_another_article_is_refused_by_its_sku(shop: Shop, till: Program, cheese: VariantId) -> None:
    bread = shop.offered(9)
    body = bought(till, cheese, 583, (333, PACKAGE))
    body["lines"].append({"sku": sku(bread), "quantity": 1, "label": PACKAGE})
    with nothing_changes():
        refused = till.post("/orders", body)
        is_refused(refused, 422, "wrong_label", "lines[1].label", PACKAGE)
    assert refused["variant"] == sku(bread)


def test_what_is_past_its_day_is_not_sold(shop: Shop, till: Program) -> None:
    milk = a_cheese(shop, unit=Unit.EACH, price=200)
    with nothing_changes():
        told = till.post("/orders", bought(till, milk, 200, (1, dated(-1))))
    assert (told.status, told["code"]) == (409, "past_its_day")


def test_what_has_a_label_is_taken_along_and_no_checkout_takes_it(shop: Shop, till: Program, cheese: VariantId) -> None:
    sent = bought(till, cheese, 333, (333, PACKAGE), method="ship", channel=shop.web.code, contact=ANA)
    with nothing_changes():
        is_refused(till.post("/orders", sent), 422, "only_taken_now", "method", "ship")
        lines = [{"sku": sku(cheese), "quantity": 333, "label": PACKAGE}]
        held = till.post("/checkouts", {"channel": shop.web.code, "lines": lines})
    assert (held.status, held["code"]) == (422, "invalid")
