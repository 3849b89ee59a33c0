"""Goods with serial numbers are sold and taken back one by one: the unit in the customer's hand, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant, Tracks, VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Told
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.pricing import public as pricing
from tests.catalogue.builders import a_product
from tests.checkout.builders import Shop
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in
from tests.surfaces.api.programs import Program
from tests.surfaces.till.builders import Counter, a_counter
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

GTIN = "4006381333931"


def phones(shop: Shop, *serials: str, at: PlaceId | None = None) -> VariantId:
    """Offer a telephone at 250, of which these lie in the store."""
    if "PHONE" not in catalogue.variants_by_sku(["PHONE"]):
        a_product("PHONE", variants=[NewVariant(sku="PHONE", tracks=Tracks.SERIALS, barcodes=(GTIN,))])
    phone = catalogue.variants_by_sku(["PHONE"])["PHONE"]
    price = UnitPrice(250, "USD")
    pricing.set_price(shop.market.id, phone, price, clock.now(), actor=SYSTEM)
    told = [Told(1, phone, 1, lot=serial, serial=True) for serial in serials]
    place, units = at or shop.store.id, {phone: len(serials)}
    inventory.receive(shop.market.id, place, units, cause=new_id(), at=clock.now(), told=told)
    return phone


def _here(shop: Shop, phone: VariantId) -> set[str | None]:
    return {part.code for part in lots.parts(shop.market.id, [phone], [shop.store.id])}


def test_a_scan_names_the_unit_or_the_till_asks_for_it() -> None:
    counter = a_counter()
    phone = phones(counter.shop, "S1", "S2")
    scanned = counter.basket(code=f"(01)0{GTIN}(21)S1").json()
    assert (scanned["lines"][0]["serials"], scanned["nameless"]) == (["S1"], [])
    asked = counter.basket((phone, 1, "S1"), code=GTIN).json()
    assert (asked["lines"][0]["quantity"], [each["variant"] for each in asked["nameless"]]) == (2, [str(phone)])
    named = counter.basket((phone, 2, "S1"), code="S2", unit_of=str(phone)).json()
    assert (named["lines"][0]["quantity"], named["lines"][0]["serials"]) == (2, ["S1", "S2"])
    fewer = counter.basket((phone, 1, "S1", "S2")).json()
    assert fewer["lines"][0]["serials"] == ["S1"]


def test_a_number_that_cannot_be_sold_here_is_refused_with_its_reason() -> None:
    counter = a_counter()
    shop, there = counter.shop, a_store(counter.shop.market)
    phone = phones(shop, "S1", "S2")
    phones(shop, "FAR", at=there.id)
    sold = counter.sell((phone, 1, "S2"), total=250).json()
    number = orders.get_order(OrderId(UUID(sold["order"]))).summary.number
    for serial, code, says in (
        ("S1", "serial_twice", "in the basket already"),
        ("NONE", "serial_unknown", "Nobody knows"),
        ("FAR", "serial_not_here", there.name),
        ("S2", "serial_sold", number),
    ):
        refused = counter.basket((phone, 1, "S1"), code=serial, unit_of=str(phone))
        assert refused.json()["code"] == code
        assert says in refused.json()["detail"]


def test_the_unit_that_was_scanned_leaves_and_no_other() -> None:
    counter = a_counter()
    phone = phones(counter.shop, "S1", "S2", "S3")
    sold = counter.sell((phone, 2, "S2", "S3"), total=500)
    assert sold.status_code == 201
    assert _here(counter.shop, phone) == {"S1"}
    again = counter.sell((phone, 2, "S2", "S3"), total=500)
    assert again.json()["order"] == sold.json()["order"]
    (unit,) = lots.find_lots(counter.shop.market.id, [phone], "S2")
    assert [(step.cause_kind, step.change, step.told) for step in lots.history(unit.id)] == [
        ("receipt", 1, True),
        ("sale", -1, True),
    ]
    assert counter.shop.audit() == []


def test_nothing_is_sold_before_each_unit_is_named() -> None:
    counter = a_counter()
    phone = phones(counter.shop, "S1", "S2")
    for line in ((phone, 2, "S1"), (phone, 2, "S1", "S1"), (phone, 1, "S1", "S2")):
        with nothing_changes():
            refused = counter.sell(line, total=250 * line[1])
            assert (refused.status_code, refused.json()["code"]) == (422, "serials_needed")


def test_a_unit_that_another_till_sold_meanwhile_is_not_sold_twice() -> None:
    counter = a_counter()
    phone = phones(counter.shop, "S1", "S2")
    counter.sell((phone, 1, "S1"), total=250)
    with nothing_changes():
        refused = counter.sell((phone, 1, "S1"), total=250, key="k2")
        assert (refused.status_code, refused.json()["code"]) == (409, "serial_sold")
    assert _here(counter.shop, phone) == {"S2"}


def test_a_unit_without_a_number_leaves_and_none_that_has_one() -> None:
    counter = a_counter()
    shop = counter.shop
    phone = phones(shop, "S1")
    found = Move(1, phone, places.virtual_places(shop.market.id).supplier, shop.store.id, 1)
    inventory.post(shop.market.id, [found], kind=Cause.ADJUSTMENT, cause=new_id(), at=clock.now())
    assert _here(shop, phone) == {"S1", None}
    answer = counter.sell((phone, 1), total=250)
    assert answer.status_code == 201
    assert _here(shop, phone) == {"S1"}
    repeated = counter.sell((phone, 1), total=250)
    assert repeated.json()["order"] == answer.json()["order"], "though no unit without a number is left"
    assert shop.audit() == []


def _owner() -> Client:
    return sign_in(Client(), a_member("owner"))


def _sold(counter: Counter, phone: VariantId, *serials: str) -> orders.Order:
    answer = counter.sell((phone, len(serials), *serials), total=250 * len(serials), key=new_id().hex)
    return orders.get_order(OrderId(UUID(answer.json()["order"])))


def _take_back(order: orders.Order, place: PlaceId, serials: Sequence[str], *, cause: UUID) -> None:
    """Take one unit of the first line back and give its money back."""
    orders.refund_order(
        order.summary.id,
        Money(250, "USD"),
        goods={1: 1},
        serials={1: serials} if serials else None,
        to_place=place,
        cause=cause,
        actor=SYSTEM,
    )


def test_only_a_unit_of_the_order_comes_back_with_it() -> None:
    counter = a_counter()
    shop = counter.shop
    phone = phones(shop, "S1", "S2", "S3", "S4")
    order, other = _sold(counter, phone, "S1", "S2"), _sold(counter, phone, "S3")
    once = new_id()

    def take_back(*serials: str, cause: UUID = once) -> None:
        _take_back(order, shop.store.id, serials, cause=cause)

    with nothing_changes():
        with pytest.raises(orders.UnitNotOfOrder):
            take_back("S3")
        with pytest.raises(orders.UnitNotOfOrder):
            take_back("S9")
        with pytest.raises(orders.UnitsNotNamed):
            take_back()
    take_back("S2")
    take_back("S2")  # the same again moves nothing
    assert _here(shop, phone) == {"S2", "S4"}
    assert orders.units_out(order) == {1: {"S1": phone}}
    assert orders.units_out(other) == {1: {"S3": phone}}
    with nothing_changes(), pytest.raises(orders.UnitNotOfOrder):
        take_back("S2", cause=new_id())
    assert shop.audit() == []


def test_a_return_is_of_its_order_though_the_unit_was_sold_elsewhere() -> None:
    counter = a_counter()
    shop, there = counter.shop, a_store(counter.shop.market)
    order = _sold(counter, phones(shop, "S1"), "S1")
    _take_back(order, there.id, ["S1"], cause=new_id())
    number, (unit,) = order.summary.number, lots.lots_called(shop.market.id, "S1")
    program = Program.with_key(shop, "inventory.view", place=there.id)
    ((step,),) = (each["history"] for each in program.get("/units?code=S1")["items"])
    assert (step["kind"], step["order"]) == ("return", number)
    manager = sign_in(Client(), a_member("manager", at=there.id))
    (event,) = manager.get(reverse("backoffice:unit", args=[unit.id])).context["events"]
    assert (event.place.id, event.order and event.order.number) == (there.id, number)


def test_the_back_office_offers_the_units_that_are_out(client: Client) -> None:
    counter = a_counter()
    phone = phones(counter.shop, "S1", "S2")
    order, owner = _sold(counter, phone, "S1", "S2"), _owner()
    page = f"/backoffice/orders/{order.summary.id}/refund/"
    wish = {"serials_1": "S2", "place": counter.shop.store.code}
    shown = owner.get(page, wish)
    assert shown.context["plan"].goods == {1: 1}
    assert owner.get(page, wish | {"serials_1": "S9"}).context["plan"] is None
    sent = wish | {"cause": shown.context["cause"]}
    assert owner.post(page, sent).status_code == 302
    assert owner.post(page, sent).status_code == 302
    assert _here(counter.shop, phone) == {"S2"}
    assert counter.shop.audit() == []
