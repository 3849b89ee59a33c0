"""What one place brings to another for a customer, on the phones of both."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import ConsignmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places.public import Place
from tests.checkout.builders import Shop, a_shop
from tests.places.builders import a_store
from tests.surfaces.associate.builders import Work, a_brought_work, somebody
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

MILK, APPLES = 1, 2


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    return a_shop()


@pytest.fixture
def store(shop: Shop) -> Place:
    return a_store(shop.market, name="Leeds Briggate")


@pytest.fixture
def work(shop: Shop, store: Place) -> Work:
    return a_brought_work(shop, store)


def test_from_one_store_to_the_desk_of_another(work: Work, store: Place) -> None:
    sender, receiver = somebody("picker", work.shop.store), somebody("picker", store)
    assert "For Leeds Briggate" in sender.get(reverse("associate:queue", args=[work.shop.store.id])).content.decode()
    work.picked()
    sender.post(work.url("ready"))
    assert "It is on the way to Leeds Briggate" in sender.get(work.url("order")).content.decode()
    label = sender.get(work.url("label"))
    assert "Leeds Briggate" in PdfReader(BytesIO(label.content)).pages[0].extract_text()
    left = sender.post(work.url("send_off"), follow=True)
    assert "is on the way to Leeds Briggate" in left.content.decode()
    assert work.now.state is ConsignmentState.ON_THE_WAY
    tab = receiver.get(reverse("associate:queue", args=[store.id]) + "?show=arriving").content.decode()
    assert work.now.order_number in tab
    assert "Arriving" in receiver.get(reverse("associate:queue", args=[store.id])).content.decode()
    found = receiver.post(reverse("associate:find", args=[store.id]), {"code": work.now.order_number})
    assert found.headers["Location"] == work.url("order")
    assert 'name="came_1"' in receiver.get(work.url("order")).content.decode()
    receiver.post(work.url("arrive"), {"came_1": "2", "came_2": "1.2"})
    assert (work.now.state, work.now.place) == (ConsignmentState.READY, store.id)
    handed = somebody("manager", store).post(work.url("hand_over"), {"pin": work.pin}, follow=True)
    assert "Handed over" in handed.content.decode()


def test_what_has_not_come_is_lost(work: Work, store: Place) -> None:
    fulfilment.send_off(work.packed().now.id, actor=SYSTEM)
    somebody("picker", store).post(work.url("arrive"), {"came_1": "1", "came_2": "1.2"})
    assert [(line.picked, line.short) for line in work.now.lines] == [(1, 1), (1200, 0)]


@pytest.mark.parametrize(
    "fields",
    [{}, {"came_1": "2"}, {"came_1": "3", "came_2": "1.2"}, {"came_1": "-1", "came_2": "0"}, {"came_1": "x"}],
)
def test_what_is_counted_wrongly_changes_nothing(work: Work, store: Place, fields: dict[str, str]) -> None:
    fulfilment.send_off(work.packed().now.id, actor=SYSTEM)
    receiver = somebody("picker", store)
    with nothing_changes():
        assert receiver.post(work.url("arrive"), fields).status_code == 422


def test_what_was_cancelled_on_the_road_goes_on_the_shelf(work: Work, store: Place) -> None:
    fulfilment.send_off(work.packed().now.id, actor=SYSTEM)
    orders.cancel_order(work.order, actor=SYSTEM)
    receiver = somebody("picker", store)
    assert "cancelled on the way" in receiver.get(work.url("order")).content.decode()
    answer = receiver.post(work.url("arrive"), {"came_1": "2", "came_2": "1.2"}, follow=True)
    assert "Put the goods back on the shelf" in answer.content.decode()
    (level,) = inventory.levels(work.shop.market.id, [work.milk], [store.id])
    assert (level.on_hand, level.reserved) == (2, 0)


def test_each_place_does_its_own_part_once(work: Work, store: Place) -> None:
    sender, receiver = somebody("picker", work.shop.store), somebody("picker", store)
    work.packed()
    assert receiver.post(work.url("send_off")).status_code == 403
    sender.post(work.url("send_off"))
    with nothing_changes():
        assert sender.post(work.url("send_off")).status_code == 409
        assert sender.post(work.url("arrive"), {"came_1": "2", "came_2": "1.2"}).status_code == 403
        assert Client().post(work.url("arrive")).status_code in (302, 401, 403)
