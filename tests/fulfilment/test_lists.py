"""The back office's list of consignments."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.fulfilment.builders import open_one
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_place_sees_its_own_consignments_with_their_goods(client: Client) -> None:
    mine, other = open_one(), open_one()
    mine.pick(2)
    sign_in(client, a_member("manager", at=mine.shop.store.id))
    page = client.get(reverse("admin:fulfilment_consignment_change", args=[mine.id])).content.decode()
    assert "3 × Oat milk (OAT-1): 2 picked, 0 not found" in page
    assert mine.shop.store.name in page
    rows = client.get(reverse("admin:fulfilment_consignment_changelist"), {"q": "K7Q2M9"}).content.decode()
    assert str(mine.id) in rows
    assert str(other.id) not in rows
    assert client.get(reverse("admin:fulfilment_consignment_change", args=[other.id])).status_code == 302
