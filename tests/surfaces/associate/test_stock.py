"""What lies on the shelf, and corrections by hand."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places.public import Position
from tests.catalogue.builders import a_variant
from tests.checkout.builders import Shop, a_shop
from tests.places.builders import a_store
from tests.surfaces.associate.builders import BARCODES, Work, a_work, somebody

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def work() -> Work:
    return a_work()


def page_of(work: Work, name: str = "stock_of") -> str:
    return reverse(f"associate:{name}", args=[work.shop.store.id, work.milk])


def search_at(shop: Shop) -> str:
    return reverse("associate:stock", args=[shop.store.id])


def test_an_article_is_found_by_name_and_by_barcode(work: Work) -> None:
    phone = somebody("cashier", work.shop.store)
    page = phone.get(search_at(work.shop), {"q": "oat mlik"}).content.decode()
    assert page_of(work) in page
    assert phone.get(search_at(work.shop), {"q": BARCODES[0]}).headers["Location"] == page_of(work)
    assert "Nothing found" in phone.get(search_at(work.shop), {"q": "zzzzqqq"}).content.decode()


def test_whatever_is_scanned_is_opened(work: Work) -> None:
    phone = somebody("picker", work.shop.store)
    scan = reverse("associate:find", args=[work.shop.store.id])
    assert phone.post(scan, {"code": BARCODES[0]}).headers["Location"] == page_of(work)
    number = work.now.order_number.lower()
    assert phone.post(scan, {"code": number}).headers["Location"] == work.url("order")
    refused = phone.post(scan, {"code": "nothing"})
    assert refused.status_code == 404
    assert "neither an order nor an article" in refused.content.decode()
    other = a_store(work.shop.market)
    refused = somebody("picker", other).post(reverse("associate:find", args=[other.id]), {"code": number})
    assert refused.status_code == 404
    assert "nothing to do for order" in refused.content.decode()
    refused = somebody("picker", other).post(reverse("associate:find", args=[other.id]), {"code": work.token})
    assert refused.status_code == 404


def test_levels_here_and_nearby_and_what_moved(work: Work) -> None:
    here = a_store(work.shop.market, name="Here", position=Position(53.0, -1.0))
    near = a_store(work.shop.market, name="Near", position=Position(53.01, -1.0))
    for place, units in ((here, 4), (near, 7)):
        inventory.receive(work.shop.market.id, place.id, {work.milk: units}, cause=new_id(), at=clock.now())
    page = somebody("cashier", here).get(reverse("associate:stock_of", args=[here.id, work.milk])).content.decode()
    assert "Near" in page
    assert "1.1 km" in page
    assert "Received" in page
    assert "+4" in page
    assert "Correct the stock" not in page


def correction(work: Work, phone: Client) -> dict[str, str]:
    """What a form carries that the page has just shown."""
    shown = re.search(r'name="correction" value="([^"]+)"', phone.get(page_of(work)).content.decode())
    assert shown is not None
    return {"correction": shown[1]}


def test_a_count_corrects_by_what_was_shown(work: Work) -> None:
    manager = somebody("manager", work.shop.store)
    sent = {"reason": "counted", "before": "10", "quantity": "8"} | correction(work, manager)
    answer = manager.post(page_of(work, "adjust"), sent, follow=True)
    assert "The stock is corrected." in answer.content.decode()
    assert work.shop.level(work.milk).on_hand == 8
    assert work.shop.audit() == []


def test_a_form_that_is_sent_twice_corrects_once(work: Work) -> None:
    manager = somebody("manager", work.shop.store)
    sent = {"reason": "counted", "before": "10", "quantity": "8"} | correction(work, manager)
    for _ in range(2):
        assert manager.post(page_of(work, "adjust"), sent).status_code == 302
    assert work.shop.level(work.milk).on_hand == 8
    assert manager.post(page_of(work, "adjust"), sent | {"quantity": "7"}).status_code == 409
    assert manager.post(page_of(work, "adjust"), sent | {"correction": "made up"}).status_code == 422
    assert work.shop.level(work.milk).on_hand == 8


@pytest.mark.parametrize(("reason", "left"), [("damaged", 9), ("expired", 9), ("stolen", 9), ("found", 11)])
def test_losses_and_finds_have_a_reason(work: Work, reason: str, left: int) -> None:
    manager = somebody("manager", work.shop.store)
    manager.post(page_of(work, "adjust"), {"reason": reason, "quantity": "1"} | correction(work, manager))
    assert work.shop.level(work.milk).on_hand == left


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": "damaged", "quantity": "-1"}, 422),
        ({"reason": "damaged", "quantity": "0"}, 422),
        ({"reason": "found", "quantity": "9999999999"}, 422),
        ({"reason": "found", "quantity": "9" * 500}, 422),
        ({"reason": "damaged", "quantity": "1.5"}, 422),
        ({"reason": "eaten", "quantity": "1"}, 422),
        ({"quantity": "1"}, 422),
        ({"reason": "counted", "before": "10", "quantity": "10"}, 422),
        ({"reason": "counted", "before": "x", "quantity": "3"}, 422),
        ({"reason": "damaged", "quantity": "9"}, 409),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(work: Work, fields: dict[str, str], status: int) -> None:
    manager = somebody("manager", work.shop.store)
    refused = manager.post(page_of(work, "adjust"), fields | correction(work, manager))
    assert refused.status_code == status
    assert 'id="refused"' in refused.content.decode()
    assert work.shop.level(work.milk).on_hand == 10


def test_corrections_are_for_who_may_at_that_place(work: Work) -> None:
    elsewhere = a_shop().store
    sent = {"reason": "found", "quantity": "1"}
    for phone in (somebody("picker", work.shop.store), somebody("manager", elsewhere)):
        assert phone.post(page_of(work, "adjust"), sent).status_code == 403
    assert somebody("manager", elsewhere).get(page_of(work)).status_code == 403
    assert work.shop.level(work.milk).on_hand == 10


def test_an_unknown_article_is_not_there(work: Work) -> None:
    phone: Client = somebody("manager", work.shop.store)
    assert phone.get(reverse("associate:stock_of", args=[work.shop.store.id, uuid4()])).status_code == 404
    assert phone.post(reverse("associate:adjust", args=[work.shop.store.id, uuid4()])).status_code == 404


def test_what_the_store_lacks_is_had_from_the_shelf_of_the_chain(work: Work) -> None:
    shop = work.shop
    variant = a_variant()
    other = a_store(shop.market, name="Harbour")
    phone = somebody("cashier", shop.store)
    page = reverse("associate:stock_of", args=[shop.store.id, variant])
    assert "From the shelf of the chain" not in phone.get(page).content.decode()
    inventory.receive(shop.market.id, other.id, {variant: 3}, cause=new_id(), at=clock.now())
    said = phone.get(page).content.decode()
    assert "From the shelf of the chain" in said
    assert "in Harbour" in said
    inventory.receive(shop.market.id, shop.store.id, {variant: 3}, cause=new_id(), at=clock.now())
    assert "From the shelf of the chain" not in phone.get(page).content.decode()
