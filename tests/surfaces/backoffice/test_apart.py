"""What expires soon, and what is kept apart: seen and settled in the back office."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice import apart
from tests.lots.builders import a_tracked_variant, in_days, lot
from tests.staff.builders import a_member, sign_in
from tests.surfaces.storefront.builders import WebShop, a_web_shop

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> WebShop:
    return a_web_shop()


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def milk_at(shop: WebShop, *days: int) -> VariantId:
    milk = a_tracked_variant()
    told = [lot(milk, f"L{each}", 3, in_days(each)) for each in days]
    units = {milk: 3 * len(days)}
    inventory.receive(shop.market.id, shop.york.id, units, cause=new_id(), at=clock.now(), told=told)
    return milk


def on_hand(shop: WebShop, variant: VariantId) -> int:
    (level,) = inventory.levels(shop.market.id, [variant], [shop.york.id])
    return level.on_hand


def kept(shop: WebShop, variant: VariantId) -> dict[str, int]:
    here = places.open_quarantine(shop.york.id).id
    return {each.condition.value: each.quantity for each in lots.parts(shop.market.id, [variant], [here])}


def form(**given: str) -> dict[str, str]:
    return {"form": apart.new_form(), "quantity": "1", "reason": "damaged", "condition": "opened"} | given


def test_goods_are_kept_apart_graded_and_let_go(shop: WebShop, owner: Client) -> None:
    milk = milk_at(shop, 2, 30)
    page, level = f"/backoffice/stock/{shop.york.code}/apart/", f"/backoffice/stock/{shop.york.code}/{milk}/"
    seen = owner.get(page)
    assert [row.part.code for row in seen.context["soon"]] == ["L2"]
    assert [part.code for part, _bin in owner.get(level).context["parts"]] == ["L2", "L30"]
    given = form(quantity="2", lot="L30")
    for _ in range(2):  # the second time it is the same act
        assert owner.post(level + "apart/", given).status_code == 302
    assert (on_hand(shop, milk), kept(shop, milk)) == (4, {"opened": 2})
    settle = form(lot="L30", condition="opened")
    assert owner.post(level + "settle/", settle | {"act": "to_shelf"}).status_code == 409
    assert owner.post(level + "settle/", form(lot="L30", act="new")).status_code == 302
    assert kept(shop, milk) == {"opened": 1, "new": 1}
    assert owner.post(level + "settle/", form(lot="L30", condition="new", act="to_shelf")).status_code == 302
    assert owner.post(level + "settle/", form(lot="L30", act="to_loss")).status_code == 302
    assert (on_hand(shop, milk), kept(shop, milk)) == (5, {})


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"quantity": "many"}, 422),
        ({"quantity": "0"}, 422),
        ({"quantity": "99"}, 409),
        ({"reason": "no reason"}, 422),
        ({"condition": "no condition"}, 422),
        ({"lot": "UNHEARD"}, 409),
        ({"lot": "x" * 60}, 422),
        ({"form": "forged"}, 422),
    ],
)
def test_bad_input_is_said_and_nothing_moves(shop: WebShop, owner: Client, given: dict[str, str], status: int) -> None:
    milk = milk_at(shop, 30)
    answer = owner.post(f"/backoffice/stock/{shop.york.code}/{milk}/apart/", form(**given))
    assert (answer.status_code, bool(answer.context["refused"])) == (status, True)
    assert (on_hand(shop, milk), kept(shop, milk)) == (3, {})


def test_only_who_may_keeps_goods_apart_at_their_place(shop: WebShop, client: Client) -> None:
    milk = milk_at(shop, 30)
    level = f"/backoffice/stock/{shop.york.code}/{milk}/"
    sign_in(client, a_member("manager", at=shop.leeds.id))
    assert client.post(level + "apart/", form()).status_code == 403
    assert client.get(f"/backoffice/stock/{shop.york.code}/apart/").status_code == 403
    sign_in(client, a_member("picker", at=shop.york.id))
    assert client.post(level + "apart/", form()).status_code == 403
    assert client.get(f"/backoffice/stock/{shop.york.code}/apart/").status_code == 200
    assert on_hand(shop, milk) == 3


def test_the_page_asks_as_often_however_much_it_shows(shop: WebShop, owner: Client) -> None:
    page = f"/backoffice/stock/{shop.york.code}/apart/"

    def counted() -> int:
        owner.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert owner.get(page).status_code == 200
        return len(queries)

    owner.post(f"/backoffice/stock/{shop.york.code}/{milk_at(shop, 2)}/apart/", form())
    few = counted()
    for _ in range(3):
        owner.post(f"/backoffice/stock/{shop.york.code}/{milk_at(shop, 2, 3)}/apart/", form())
    assert counted() == few <= 14
