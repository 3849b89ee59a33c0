"""What became of a lot or a serial number, and what lies in which bin."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue.public import Tracks, VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.surfaces.backoffice import units
from tests.inventory.builders import Shop, a_shop
from tests.lots.builders import a_tracked_variant, lot, receive, sell, serial
from tests.places.builders import a_store
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def shop() -> Shop:
    made = a_shop()
    for number, code in enumerate(("A-1", "B-1")):
        places.open_bin(made.store.id, code=code, walk=number, actor=SYSTEM)
    return made


@pytest.fixture
def owner(client: Client) -> Client:
    return sign_in(client, a_member("owner"))


def _unit(shop: Shop, variant: VariantId, code: str) -> str:
    (found,) = lots.find_lots(shop.market.id, [variant], code)
    return reverse("backoffice:unit", args=[found.id])


def _put(shop: Shop, variant: VariantId, units: int, code: str) -> None:
    inventory.put_away(shop.market.id, shop.store.id, variant, units, code, from_bin=lots.NO_BIN, actor=SYSTEM)


def test_a_serial_number_tells_where_it_is_and_what_became_of_it(shop: Shop, owner: Client) -> None:
    phone = a_tracked_variant(Tracks.SERIALS)
    receive(shop, phone, serial(phone, "S1"), serial(phone, "S2"))
    _put(shop, phone, 1, "A-1")
    page = owner.get(_unit(shop, phone, "S1"))
    assert [(place.name, bin) for _part, place, bin, _condition in page.context["parts"]] == [(shop.store.name, "A-1")]
    assert [each.step.cause_kind for each in page.context["events"]] == ["receipt", "put_away", "put_away"]
    sell(shop, phone, 1)
    gone = owner.get(_unit(shop, phone, "S1"))
    assert gone.context["parts"] == []
    assert gone.context["events"][-1].step.cause_kind == "sale"


def test_bins_show_what_lies_in_them_and_what_is_looked_for(shop: Shop, owner: Client) -> None:
    milk, phone = a_tracked_variant(), a_tracked_variant(Tracks.SERIALS)
    receive(shop, milk, lot(milk, "L7", 5))
    _put(shop, milk, 3, "B-1")
    receive(shop, phone, serial(phone, "S1"), serial(phone, "S2"))
    _put(shop, phone, 2, "A-1")
    lots.set_home(shop.store.id, phone, "B-1", actor=SYSTEM)
    address = reverse("backoffice:bins", args=[shop.store.code])
    shown = {
        row.bin.code: [
            (article.variant, part and (part.code, part.serial, part.quantity)) for article, part in row.lines
        ]
        for row in owner.get(address).context["rows"]
    }
    assert shown == {
        "A-1": [(phone, (None, True, 2))],
        "B-1": [(milk, ("L7", False, 3)), (phone, None)],
    }
    assert [row.bin.code for row in owner.get(address, {"q": "a-"}).context["rows"]] == ["A-1"]
    assert [row.bin.code for row in owner.get(address, {"after": "A-1"}).context["rows"]] == ["B-1"]


def test_the_field_that_leads_everywhere_knows_serial_numbers(shop: Shop, owner: Client) -> None:
    phone = a_tracked_variant(Tracks.SERIALS)
    receive(shop, phone, serial(phone, "SN-100"))
    ways = owner.get("/backoffice/find/", {"q": "SN-100"}).context["ways"]
    assert _unit(shop, phone, "SN-100") in [way.href for way in ways]


def test_who_works_elsewhere_sees_neither(shop: Shop) -> None:
    phone = a_tracked_variant(Tracks.SERIALS)
    receive(shop, phone, serial(phone, "S1"))
    elsewhere = sign_in(Client(), a_member("manager", at=a_store(shop.market).id))
    assert elsewhere.get(_unit(shop, phone, "S1")).status_code == 404
    assert elsewhere.get(reverse("backoffice:bins", args=[shop.store.code])).status_code == 403
    here = sign_in(Client(), a_member("picker", at=shop.store.id))
    assert here.get(_unit(shop, phone, "S1")).status_code == 200


def test_whatever_moves_units_has_a_name() -> None:
    assert set(inventory.Cause) <= units.WORDS.keys()
