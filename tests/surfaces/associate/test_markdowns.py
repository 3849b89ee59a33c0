"""What is to be marked down today is listed, and its stickers are read by the till."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.public import Terms
from oneshelf.surfaces.associate import markdowns
from tests.lots.builders import a_tracked_variant, in_days, lot
from tests.promotions.builders import a_live_one
from tests.staff.builders import a_member, sign_in
from tests.surfaces.till.builders import Counter, a_counter

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

GTIN = "4006381333931"
LADDER = Terms(reward=compiled.Markdown((compiled.MarkdownStep(10, 2_500), compiled.MarkdownStep(1, 5_000))))


def milk_at(counter: Counter) -> VariantId:
    """Stock milk of four lots: for tomorrow, for nine days, for nine days of another lot, and for a month."""
    milk = a_tracked_variant()
    catalogue.add_barcode(milk, GTIN, actor=SYSTEM)
    pricing.set_price(counter.shop.market.id, milk, UnitPrice(200, "USD"), clock.now(), actor=SYSTEM)
    dated = [lot(milk, "A1", 3, in_days(1)), lot(milk, "B2", 4, in_days(9)), lot(milk, "C 3", 1, in_days(9))]
    told = [*dated, lot(milk, "D4", 5, in_days(30))]
    inventory.receive(
        counter.shop.market.id, counter.shop.store.id, {milk: 13}, cause=new_id(), at=clock.now(), told=told
    )
    return milk


def a_phone(counter: Counter) -> Client:
    return sign_in(Client(), a_member("manager", at=counter.shop.store.id))


def lot_called(milk: VariantId, counter: Counter, code: str) -> UUID:
    (found,) = lots.find_lots(counter.shop.market.id, [milk], code)
    return found.id


def test_what_a_ladder_has_reached_is_listed_with_what_it_costs_today() -> None:
    counter = a_counter()
    milk_at(counter)
    page = f"/associate/at/{counter.shop.store.id}/stock/expiring/"
    phone = a_phone(counter)
    before = phone.get(page).content.decode()
    assert ("A1" in before, "B2" in before, "instead of" in before) == (True, False, False)
    a_live_one(counter.shop.market, LADDER, name="Best before soon")
    text = " ".join(phone.get(page).content.decode().split())
    assert text.count("Print stickers") == 3
    assert "$1.00 today, instead of $2.00" in text
    assert text.count("$1.50 today, instead of $2.00") == 2
    assert "Best before soon (−50 %)" in text
    assert "D4" not in text


def test_stickers_are_printed_and_say_article_day_and_lot() -> None:
    counter = a_counter()
    milk = milk_at(counter)
    a_live_one(counter.shop.market, LADDER)
    phone, page = a_phone(counter), f"/associate/at/{counter.shop.store.id}/stock/expiring"
    printed = phone.get(f"{page}/{lot_called(milk, counter, 'A1')}/stickers")
    assert (printed.status_code, printed["Content-Type"]) == (200, "application/pdf")
    assert len(re.findall(rb"/Type */Page\b", printed.content)) in (0, 3)  # compressed, or one for each unit
    for units in ("0", "101", "x", "-1", "²"):
        assert phone.get(f"{page}/{lot_called(milk, counter, 'A1')}/stickers", {"units": units}).status_code == 422
    assert phone.get(f"{page}/{lot_called(milk, counter, 'D4')}/stickers").status_code == 404


def test_the_till_sells_by_the_sticker() -> None:
    counter = a_counter()
    milk = milk_at(counter)
    a_live_one(counter.shop.market, LADDER)
    found = lots.expiring(counter.shop.market.id, [counter.shop.store.id], until=clock.now() + markdowns.LONGEST_LADDER)
    marked = {each.lot.code: each for each in checkout.marked_down(counter.shop.store, found)}
    codes = {code: markdowns._code(each) for code, each in marked.items()}
    assert codes["A1"] == f"(01)0{GTIN}(17){in_days(1):%y%m%d}(10)A1"
    assert codes["C 3"] == f"(01)0{GTIN}(17){in_days(9):%y%m%d}"
    for code, costs in (("A1", 100), ("B2", 150), ("C 3", 150)):
        answer = counter.basket(code=codes[code]).json()
        now = marked[code].now
        assert now is not None
        assert answer["total"] == now.minor == costs
    assert counter.basket((milk, 1)).json()["total"] == 200
