"""What a store lacks of a whole basket is told with every way to get it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places.public import Address
from oneshelf.modules.staff import public as staff
from oneshelf.modules.tills import public as tills
from tests.customers.builders import a_customer
from tests.places.builders import a_store
from tests.surfaces.till.builders import Counter, a_counter, as_till
from tests.surfaces.till.test_bad_input import NOBODY, is_refused, line
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def ask(counter: Counter, *lines: tuple[object, int], **fields: Any) -> Any:
    body = {"lines": [{"variant": str(variant), "quantity": units} for variant, units in lines]} | fields
    return counter.client.post("/till/elsewhere/", json.dumps(body), content_type="application/json")


def test_all_that_is_missing_comes_in_one_way() -> None:
    counter = a_counter()
    shop = counter.shop
    milk, bread, eggs = shop.offered(2), shop.offered(1), shop.offered(9)
    other = a_store(shop.market, name="Leeds Briggate")
    inventory.receive(shop.market.id, other.id, {milk: 5, bread: 5}, cause=new_id(), at=clock.now())
    delivery.set_lane(delivery.Lane(other.id, None), actor=SYSTEM)
    with nothing_changes():
        told = ask(counter, (milk, 3), (bread, 2), (eggs, 1)).json()["html"]
    assert told.count("1 of ") == 2, "what is here is taken along"
    assert "Brought there from another of our places" in told
    assert "in Leeds Briggate" in told
    assert f'value="collect {other.code}"' in told
    drawn = counter.basket((milk, 3)).json()["html"]["lines"]
    assert "How to get what is missing" in drawn
    assert "Send it or collect it later" in counter.basket((eggs, 1)).json()["html"]["lines"]


def test_what_is_here_or_nowhere_is_said() -> None:
    counter = a_counter()
    milk = counter.shop.offered(2)
    assert "Everything is here" in ask(counter, (milk, 2)).json()["html"]
    assert "Nowhere to be had together" in ask(counter, (milk, 3)).json()["html"], (
        "what is taken along is not for later"
    )


def test_what_is_here_may_be_sent_all_the_same() -> None:
    counter = a_counter()
    milk = counter.shop.offered(2)
    told = ask(counter, (milk, 2), later=[{"variant": str(milk), "quantity": 1}]).json()
    assert f'value="collect {counter.shop.store.code}"' in told["html"]
    assert told["contact"] == {"country": counter.shop.store.address.country}
    assert "Nowhere" not in ask(counter, (milk, 2), later=[]).json()["html"]


def test_a_parcel_is_a_way_too_where_the_store_has_an_address() -> None:
    counter = a_counter()
    shop = counter.shop
    home = a_store(shop.market, name="York", address=Address(country="US", postal_code="10001"))
    till, token = tills.enrol_till(home.id, shop.till.id, "Till 2", actor=SYSTEM)
    staff.assign(counter.cashier.id, "cashier", at=home.id, actor=SYSTEM)
    there = replace(counter, till=till, token=token, client=as_till(Client(), token))
    assert there.unlock().status_code == 302
    milk = shop.offered(5)
    assert f'value="ship {delivery.STANDARD}"' in ask(there, (milk, 1)).json()["html"]


def test_what_is_in_doubt_is_said_with_its_reason() -> None:
    counter = a_counter()
    shop, milk = counter.shop, counter.shop.offered(1)
    other = a_store(shop.market, name="Leeds Briggate")
    inventory.receive(shop.market.id, other.id, {milk: 1}, cause=new_id(), at=clock.now())
    assert "never counted" not in ask(counter, (milk, 2)).json()["html"], "nobody has looked for it in vain"
    inventory.note_rejection(shop.market.id, other.id, {milk: 1}, cause=new_id())
    assert "only likely · never counted, missed 1 time in four weeks" in ask(counter, (milk, 2)).json()["html"]


def test_a_known_customer_need_not_say_who_they_are() -> None:
    counter = a_counter()
    ana = a_customer(name="Ana", email="ana@example.com")
    told = ask(counter, (counter.shop.offered(1), 1), customer=str(ana.id)).json()["contact"]
    assert (told["name"], told["email"]) == ("Ana", "ana@example.com")


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (line(1), 422, "not_for_sale", "lines"),
        ({"lines": []}, 422, "empty_basket", "lines"),
        (line(1, "milk"), 422, "not_understood", "body"),
        (line(0), 422, "not_for_sale", "lines"),
        (line(1) | {"cart": NOBODY}, 404, "unknown_cart", "cart"),
        (line(1) | {"later": [{"variant": NOBODY, "quantity": -1}]}, 422, "not_understood", "body"),
        (line(1) | {"code": "4006381333931"}, 422, "not_understood", "body"),
    ],
)
def test_a_basket_that_is_none(body: dict[str, Any], status: int, code: str, field: str) -> None:
    counter = a_counter()
    with nothing_changes():
        answer = counter.client.post("/till/elsewhere/", json.dumps(body), content_type="application/json")
    is_refused(answer, status, code, field)
