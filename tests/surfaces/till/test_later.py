"""A till sells in one go what the customer takes along and what comes later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places.public import Place
from oneshelf.modules.tills import public as tills
from tests.places.builders import a_store
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.till.test_bad_input import is_refused
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

ANA = {
    "name": "Ana",
    "email": "ana@example.com",
    "street": "High St 1",
    "postal_code": "10001",
    "city": "York",
    "country": "US",
}


@pytest.fixture
def counter(transactional_db: None) -> Counter:
    counter = a_counter()
    delivery.set_standard_service(
        counter.shop.market.id, carrier="Parcel Post", amount=390, free_from=None, actor=SYSTEM
    )
    return counter


def put(counter: Counter, place: Place, variant: VariantId, units: int) -> None:
    inventory.receive(counter.shop.market.id, place.id, {variant: units}, cause=new_id(), at=clock.now())


def sent(variant: VariantId, units: int, **fields: Any) -> dict[str, Any]:
    lines = [{"variant": str(variant), "quantity": units}]
    return {"method": "ship", "lines": lines, "contact": ANA} | fields


def collected(place: Place, variant: VariantId, units: int, **fields: Any) -> dict[str, Any]:
    whom = {"name": "Ana", "phone": "555 0100"}
    return sent(variant, units) | {"method": "collect", "place": place.code, "contact": whom} | fields


def test_the_basket_says_what_comes_later_and_what_that_costs(counter: Counter) -> None:
    shop = counter.shop
    milk = shop.offered(2)
    put(counter, a_store(shop.market), milk, 5)
    with nothing_changes():
        answer = counter.basket((milk, 3), later=sent(milk, 1)).json()
    assert answer["total"] == 750 + 390
    assert "1 later" in answer["html"]["lines"]
    assert "Ana, High St 1, 10001 York" in answer["html"]["lines"]
    assert "till-none" not in answer["html"]["lines"], "nothing is missing any more"
    assert (answer["later"]["method"], answer["later"]["lines"]) == ("ship", [{"variant": str(milk), "quantity": 1}])
    assert datetime.fromisoformat(answer["later"]["told_by"]) > clock.now()
    fewer = counter.basket((milk, 1), later=answer["later"] | sent(milk, 9)).json()
    assert fewer["later"]["lines"] == [{"variant": str(milk), "quantity": 1}], "never more than is bought"
    assert counter.basket(later=answer["later"]).json()["later"] is None


def test_one_sale_one_payment_one_receipt(counter: Counter) -> None:
    shop = counter.shop
    milk, bread = shop.offered(2), shop.offered(1)
    put(counter, a_store(shop.market), milk, 5)
    told = counter.basket((milk, 3), (bread, 1), later=sent(milk, 1)).json()["later"]
    answer = counter.sell((milk, 3), (bread, 1), total=1390, later=told)
    assert answer.status_code == 201, answer.json()
    again = counter.sell((milk, 3), (bread, 1), total=1390, later=told)
    assert (again.json()["order"], again.json()["number"]) == (answer.json()["order"], 1), "sold once"
    paper = answer.json()["html"]
    for words in ("Is sent", "Promised by", "Delivery", "$3.90", "$13.90", "High St 1", counter.cashier.name):
        assert words in paper, words
    assert [shop.level(each).on_hand for each in (milk, bread)] == [0, 0]
    day = counter.client.get("/till/receipts/").content.decode()
    assert "$13.90" in day
    assert tills.audit() == []


def test_what_is_collected_comes_with_its_code_on_the_receipt(counter: Counter) -> None:
    shop = counter.shop
    milk = shop.offered(1)
    leeds = a_store(shop.market, name="Leeds Briggate")
    put(counter, leeds, milk, 1)
    told = counter.basket((milk, 2), later=collected(leeds, milk, 1)).json()["later"]
    answer = counter.sell((milk, 2), total=500, later=told).json()
    order = UUID(answer["order"])
    (parcel,) = (each for each in fulfilment.consignments_of([order])[order] if each.state is ConsignmentState.OPEN)
    assert "Leeds Briggate" in answer["html"]
    assert fulfilment.pin_for(parcel.id) in answer["html"]
    gift = counter.client.get(f"/till/receipts/{answer['order']}/?gift").content.decode()
    assert fulfilment.pin_for(parcel.id) not in gift
    fulfilment.cancel(parcel.id, actor=SYSTEM)
    assert "Leeds Briggate" not in counter.client.get(f"/till/receipts/{answer['order']}/").content.decode()


def test_a_promise_that_became_later_is_told_first(counter: Counter) -> None:
    shop = counter.shop
    milk = shop.offered(1)
    leeds = a_store(shop.market, name="Leeds Briggate")
    put(counter, leeds, milk, 1)
    told = counter.basket((milk, 2), later=collected(leeds, milk, 1)).json()["later"]
    early = (datetime.fromisoformat(told["told_by"]) - timedelta(hours=2)).astimezone(UTC).isoformat()
    with nothing_changes():
        answer = counter.sell((milk, 2), total=500, later=told | {"told_by": early})
    is_refused(answer, 409, "promise_moved", "onward")
    moved = counter.basket((milk, 2), later=told | {"told_by": early}).json()
    assert (moved["later_moved"], moved["later"]["told_by"]) == (True, told["told_by"])


def test_what_is_not_to_be_had_any_more_is_left_out_and_says_so(counter: Counter) -> None:
    shop = counter.shop
    milk = shop.offered(1)
    leeds = a_store(shop.market, name="Leeds Briggate")
    put(counter, leeds, milk, 1)
    told = counter.basket((milk, 2), later=collected(leeds, milk, 1)).json()["later"]
    inventory.adjust(shop.market.id, leeds.id, milk, -1, reason=inventory.AdjustmentReason.DAMAGED, actor=SYSTEM)
    with nothing_changes():
        refused = counter.sell((milk, 2), total=500, later=told)
    is_refused(refused, 409, "nowhere_in_stock", "lines")
    answer = counter.basket((milk, 2), later=told).json()
    assert answer["later"] is None
    assert answer["later_lost"]
    with nothing_changes():
        is_refused(counter.basket((milk, 2), later=collected(leeds, milk, 1)), 409, "nowhere_in_stock", "lines")


def test_the_receipt_stays_what_was_sold_when_its_order_changes(counter: Counter) -> None:
    shop = counter.shop
    milk, bread = shop.offered(1), shop.offered(9)
    put(counter, a_store(shop.market), milk, 5)
    told = counter.basket((milk, 3), later=sent(milk, 2)).json()["later"]
    answer = counter.sell((milk, 3), total=1140, later=told).json()
    wish = amendments.Wish(cancel={1: 1}, add=(amendments.Addition(bread, 1),))
    order = orders.OrderId(UUID(answer["order"]))
    made = amendments.propose(order, wish, reason=amendments.Reason.CUSTOMER_ASKED, actor=SYSTEM)
    amendments.confirm(made.id, made.seal, actor=SYSTEM)
    assert orders.get_order(order).summary.total == Money(1390, "USD")
    paper = counter.client.get(f"/till/receipts/{answer['order']}/").content.decode()
    assert "$11.40" in paper
    assert paper.count("receipt-each") == 1


@pytest.mark.parametrize(
    ("fields", "status", "code", "field"),
    [
        ({"contact": {}}, 422, "contact_missing", "contact"),
        ({"contact": ANA | {"street": ""}}, 422, "contact_missing", "contact"),
        ({"contact": ANA | {"shoe": "42"}}, 422, "not_understood", "body"),
        ({"service": "rocket"}, 422, "not_by_that_service", "service"),
        ({"method": "take_now"}, 422, "not_understood", "body"),
        ({"method": "collect", "place": "nowhere"}, 404, "unknown_place", "place"),
        ({"method": "collect"}, 422, "choose_store", "place"),
        ({"told_by": "tomorrow"}, 422, "not_understood", "body"),
        ({"told_by": "2026-01-01T00:00:00"}, 422, "not_understood", "body"),
    ],
)
def test_what_cannot_come_later(counter: Counter, fields: dict[str, Any], status: int, code: str, field: str) -> None:
    milk = counter.shop.offered(2)
    with nothing_changes():
        is_refused(counter.basket((milk, 2), later=sent(milk, 1, **fields)), status, code, field)
    with nothing_changes():
        is_refused(counter.sell((milk, 2), total=890, later=sent(milk, 1, **fields)), status, code, field)
