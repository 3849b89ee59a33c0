"""Receiving what is told apart, and picking along the walk: what a scan says, what is typed, and in which order."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import NewVariant, Tracks, VariantId
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Batch
from tests.catalogue.builders import a_product
from tests.lots.builders import a_tracked_variant
from tests.staff.builders import a_member, sign_in
from tests.supply.builders import Chain, a_chain
from tests.surfaces.associate.builders import BARCODES, a_work, somebody
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

GS1 = f"(01)0{BARCODES[0]}(17)301231(10)"


@pytest.fixture
def chain() -> Chain:
    return a_chain()


@pytest.fixture
def phone(chain: Chain) -> Client:
    return sign_in(Client(), a_member("picker", at=chain.store.id))


def tracked(tracks: Tracks) -> VariantId:
    """An article with a barcode whose units are told apart."""
    a_product("T-1", variants=[NewVariant(sku="T-1", tracks=tracks, barcodes=(BARCODES[0],))])
    return catalogue.variants_by_sku(["T-1"])["T-1"]


def test_a_scan_counts_units_of_its_lot(chain: Chain, phone: Client) -> None:
    milk = tracked(Tracks.LOTS)
    order = chain.ordered((milk, 10))
    page = f"/associate/arrivals/order/{order.id}/"
    for code in ("A7", "A7", "B1"):
        assert phone.post(f"{page}scan", {"code": GS1 + code}).status_code == 302
    asked = phone.post(f"{page}scan", {"code": BARCODES[0]})  # says no lot: the page asks for it
    assert asked.headers["Location"].endswith("?line=1")
    assert supply.get_purchase(order.id).lines[0].tallied == 3
    typed = {"lot": "C2", "quantity": "4", "expires_on": "2030-01-31"}
    assert phone.post(f"{page}lines/1/lot", typed).status_code == 302
    phone.post(f"{page}lines/1/lot", {"drop": "B1"})
    phone.post(f"{page}lines/1", {"damaged": "1", "damage": "broken"})
    assert supply.batches_of(order.id) == {
        1: (Batch("A7", 2, expires_on=date(2030, 12, 31)), Batch("C2", 4, expires_on=date(2030, 1, 31)))
    }
    shown = phone.get(page)
    assert "C2" in shown.content.decode()
    assert phone.post(f"{page}finish", {"once": shown.context["once"]}).status_code == 302
    parts = lots.parts(chain.market.id, [milk], [chain.store.id])
    assert {each.code: each.quantity for each in parts} == {"A7": 2, "C2": 4}
    assert chain.on_hand(milk, chain.quarantine) == 1
    assert chain.audit() == []


def test_serial_numbers_are_asked_one_by_one(chain: Chain, phone: Client) -> None:
    order = chain.ordered((tracked(Tracks.SERIALS), 10))
    page = f"/associate/arrivals/order/{order.id}/"
    phone.post(f"{page}scan", {"code": f"(01)0{BARCODES[0]}(21)S1"})
    assert phone.post(f"{page}lines/1/lot", {"lot": "S2"}).status_code == 302
    with nothing_changes():
        assert phone.post(f"{page}lines/1/lot", {"lot": "S2"}).status_code == 409
        assert phone.post(f"{page}scan", {"code": f"(01)0{BARCODES[0]}(21)S1"}).status_code == 409
    assert [each.code for each in supply.batches_of(order.id)[1]] == ["S1", "S2"]


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"lot": "", "quantity": "1"}, 422),
        ({"lot": "x" * 49, "quantity": "1"}, 422),
        ({"lot": "A", "quantity": "0"}, 422),
        ({"lot": "A", "quantity": "many"}, 422),
        ({"lot": "A", "quantity": "1", "expires_on": "tomorrow"}, 422),
    ],
)
def test_bad_input_is_said_and_counts_nothing(chain: Chain, phone: Client, typed: dict[str, str], status: int) -> None:
    order = chain.ordered((a_tracked_variant(), 10))
    with nothing_changes():
        answer = phone.post(f"/associate/arrivals/order/{order.id}/lines/1/lot", typed)
        assert (answer.status_code, bool(answer.context["refused"])) == (status, True)
        assert phone.post(f"/associate/arrivals/order/{order.id}/lines/9/lot", {"lot": "A"}).status_code == 422


def test_only_who_receives_there_counts_lots(chain: Chain) -> None:
    order = chain.ordered((a_tracked_variant(), 10))
    stranger = sign_in(Client(), a_member("picker", at=chain.warehouse.id))
    with nothing_changes():
        answer = stranger.post(f"/associate/arrivals/order/{order.id}/lines/1/lot", {"lot": "A", "quantity": "1"})
        assert answer.status_code == 403


def test_the_pick_list_goes_along_the_walk() -> None:
    work = a_work()
    first = [line.variant for line in work.now.lines]
    for code, walk in (("Z-1", 1), ("A-9", 2)):
        places.open_bin(work.shop.store.id, code=code, walk=walk, actor=SYSTEM)
    phone = somebody("picker", work.shop.store)
    assert [good.line.variant for good in phone.get(work.url("order")).context["goods"]] == first
    for variant, code in zip(first, ("A-9", "Z-1"), strict=True):
        lots.set_home(work.shop.store.id, variant, code, actor=SYSTEM)
    page = phone.get(work.url("order"))
    assert [(good.line.variant, good.bin) for good in page.context["goods"]] == [(first[1], "Z-1"), (first[0], "A-9")]
    lots.set_home(work.shop.store.id, first[1], "", actor=SYSTEM)
    assert [good.bin for good in phone.get(work.url("order")).context["goods"]] == ["A-9", ""]
    phone.post(work.url("begin"))
    assert "A-9" in phone.get(work.url("order")).content.decode()
