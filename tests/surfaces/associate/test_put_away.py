"""Goods that came in are put into bins: what lies in none is listed, and each unit lies in one place."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.lots import public as lots
from oneshelf.modules.places import public as places
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived
from tests.lots.builders import a_tracked_variant, lot
from tests.staff.builders import a_member, sign_in
from tests.supply.builders import Chain, a_chain
from tests.surfaces.unchanged import nothing_changes

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def chain() -> Chain:
    made = a_chain()
    for code, walk in (("B-1", 2), ("A-1", 1)):
        places.open_bin(made.store.id, code=code, walk=walk, actor=SYSTEM)
    return made


@pytest.fixture
def phone(chain: Chain) -> Client:
    return sign_in(Client(), a_member("picker", at=chain.store.id))


def _came(chain: Chain, units: int = 10) -> catalogue.VariantId:
    """Receive so many of an article at the store."""
    milk = chain.variant()
    order = chain.ordered((milk, units))
    supply.receive(order.id, [Arrived(1, units)], receipt=new_id(), actor=SYSTEM)
    return milk


def _lies(chain: Chain, variant: catalogue.VariantId) -> dict[str, int]:
    """How many lie in which bin."""
    parts = lots.parts(chain.market.id, [variant], [chain.store.id])
    bins = places.bins_by_id([part.bin for part in parts if part.bin])
    return {bins[part.bin].code if part.bin else "": part.quantity for part in parts}


def _listed(chain: Chain, phone: Client) -> dict[UUID, int]:
    rows = phone.get(f"/associate/at/{chain.store.id}/put-away/").context["rows"]
    return {row.known.variant: row.units for row in rows}


def test_what_came_in_is_listed_until_it_lies_in_a_bin(chain: Chain, phone: Client) -> None:
    milk, page = _came(chain), f"/associate/at/{chain.store.id}/put-away/"
    assert _listed(chain, phone) == {milk: 10}
    shown = phone.get(f"{page}{milk}/").context
    assert (shown["units"], [each.code for each in shown["bins"]]) == (10, ["A-1", "B-1"])
    wish = {"quantity": "4", "code": "B-1", "home": "1", "once": shown["once"]}
    assert phone.post(f"{page}{milk}/", wish).status_code == 302
    assert phone.post(f"{page}{milk}/", wish).status_code == 302  # the same form again moves nothing
    assert _lies(chain, milk) == {"": 6, "B-1": 4}
    assert _listed(chain, phone) == {milk: 6}
    shown = phone.get(f"{page}{milk}/").context
    assert (shown["home"].code, [each.code for each in shown["bins"]]) == ("B-1", ["B-1", "A-1"])
    phone.post(f"{page}{milk}/", {"quantity": "6", "code": "A-1", "once": shown["once"]})
    assert _lies(chain, milk) == {"A-1": 6, "B-1": 4}
    assert lots.homes(chain.store.id, [milk])[milk].code == "B-1"
    assert _listed(chain, phone) == {}
    assert chain.audit() == []


def test_the_home_of_an_article_is_said_without_moving_it(chain: Chain, phone: Client) -> None:
    milk = _came(chain)
    page = f"/associate/at/{chain.store.id}/put-away/{milk}/"
    assert phone.post(page, {"act": "home", "code": "B-1"}).status_code == 302
    assert (phone.get(page).context["home"].code, _lies(chain, milk)) == ("B-1", {})
    with nothing_changes():
        assert phone.post(page, {"act": "home", "code": "C-9"}).status_code == 404
    assert phone.post(page, {"act": "home", "code": ""}).status_code == 302
    assert phone.get(page).context["home"] is None


def test_a_scan_leads_to_its_article(chain: Chain, phone: Client) -> None:
    milk, page = _came(chain), f"/associate/at/{chain.store.id}/put-away/"
    sku = catalogue.snapshots([milk])[milk].sku
    assert phone.post(page, {"code": sku})["Location"] == f"{page}{milk}/"
    assert phone.post(page, {"code": "4006381333931"}).status_code == 404


@pytest.mark.parametrize(
    ("wish", "status"),
    [
        ({"quantity": "11", "code": "A-1"}, 409),
        ({"quantity": "0", "code": "A-1"}, 422),
        ({"quantity": "some", "code": "A-1"}, 422),
        ({"quantity": "1", "code": "C-9"}, 404),
        ({"quantity": "1", "code": ""}, 404),
        ({"quantity": "1", "code": "A-1", "once": "x"}, 422),
    ],
)
def test_what_cannot_be_put_away_is_said(chain: Chain, phone: Client, wish: dict[str, str], status: int) -> None:
    milk = _came(chain)
    page = f"/associate/at/{chain.store.id}/put-away/{milk}/"
    once = phone.get(page).context["once"]
    with nothing_changes():
        assert phone.post(page, {"once": once} | wish).status_code == status


def test_a_lot_that_was_put_away_meanwhile_lets_no_other_go(chain: Chain, phone: Client) -> None:
    milk = a_tracked_variant()
    told = [lot(milk, "L1", 2), lot(milk, "L2", 3)]
    inventory.receive(chain.market.id, chain.store.id, {milk: 5}, cause=new_id(), at=clock.now(), told=told)
    page = f"/associate/at/{chain.store.id}/put-away/{milk}/"
    wish = {"quantity": "2", "code": "A-1", "lot": "L1", "once": phone.get(page).context["once"]}
    assert phone.post(page, wish).status_code == 302
    assert phone.post(page, wish).status_code == 302  # the same form again moves nothing
    again = wish | {"quantity": "1", "once": phone.get(page).context["once"]}
    for named in ("L1", "NONE"):
        with nothing_changes():
            assert phone.post(page, again | {"lot": named}).status_code == 409
    assert _lies(chain, milk) == {"": 3, "A-1": 2}


def test_only_who_receives_there_puts_away(chain: Chain) -> None:
    milk = _came(chain)
    page = f"/associate/at/{chain.store.id}/put-away/"
    for somebody in (a_member("picker", at=chain.warehouse.id), a_member("cashier", at=chain.store.id)):
        stranger = sign_in(Client(), somebody)
        with nothing_changes():
            assert stranger.get(page).status_code == 403
            assert stranger.post(f"{page}{milk}/", {"quantity": "1", "code": "A-1"}).status_code == 403
