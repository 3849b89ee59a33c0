"""In what channels differ, by the API."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.parity import public as parity
from oneshelf.modules.pricing import public as pricing
from tests.checkout.builders import Shop
from tests.surfaces.api.programs import Program, sku
from tests.surfaces.api.test_bad_input import is_refused
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def watcher(shop: Shop) -> Program:
    """A program that watches over parity."""
    return Program.with_key(shop, "parity.view", "parity.decide")


@pytest.fixture
def article(shop: Shop) -> str:
    """An article that the web shop sells at a price of its own."""
    variant, code = shop.offered(9), pricing.ListCode("web")
    pricing.open_price_list(shop.market.id, code, "Web", pricing.Scope(channel=shop.web.id), 10, actor=SYSTEM)
    price = UnitPrice(123, shop.market.currency)
    pricing.set_price(shop.market.id, variant, price, clock.now(), price_list=code, actor=SYSTEM)
    parity.check_all(shop.market.id)
    return sku(variant)


def test_differences_are_listed_and_an_article_compared(watcher: Program, article: str) -> None:
    (price,) = watcher.get("/parity/differences?aspect=price")["items"]
    assert (price["sku"], price["values"]["web"], price["meant"]) == (article, 123, False)
    assert price["reasons"] == [{"kind": "price_list", "channel": "web", "name": "web"}]
    compared = watcher.get(f"/parity/articles/{article}")
    assert compared["channels"]["web"]["reduced"] == 123
    assert compared["differs"][:2] == ["price", "promotion"]
    assert watcher.get(f"/parity/differences?aspect=price&after={price['id']}")["items"] == []


def test_a_difference_is_meant_as_it_was_read(watcher: Program, article: str) -> None:
    (price,) = watcher.get("/parity/differences?aspect=price")["items"]
    way = f"/parity/differences/{price['id']}/decision"
    decided = watcher.post(way, {"version": price["version"], "meant": True, "note": "Web weeks"})
    assert (decided.status, decided["meant"], decided["note"]) == (200, True, "Web weeks")
    assert [each["id"] for each in watcher.get("/parity/differences?meant=true")["items"]] == [price["id"]]
    assert not watcher.post(way, {"version": price["version"], "meant": False})["meant"]


def test_what_cannot_be_decided_changes_nothing(watcher: Program, article: str) -> None:
    (price,) = watcher.get("/parity/differences?aspect=price")["items"]
    way = f"/parity/differences/{price['id']}/decision"
    with nothing_changes():
        is_refused(watcher.post(way, {"version": 9, "meant": True}), 409, "difference_gone", "finding", price["id"])
        assert watcher.post(way, {"version": 0, "meant": True}).status == 422
        for unknown in (str(new_id()), "nonsense"):
            path = f"/parity/differences/{unknown}/decision"
            is_refused(watcher.post(path, {"version": 1, "meant": True}), 404, "not_found", None, unknown)
        is_refused(watcher.get("/parity/articles/nothing"), 404, "not_found", None, "nothing")
        assert watcher.get("/parity/differences?aspect=colour").status == 422
