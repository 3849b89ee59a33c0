"""The back office's list of places."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from oneshelf.modules.places import public as places
from tests.fulfilment.builders import bring_one
from tests.staff.builders import a_member, sign_in

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_places_are_taken_out_of_use_and_those_that_are_needed_stay_with_a_reason(client: Client) -> None:
    brought = bring_one()
    store, free = brought.to, places.open_quarantine(brought.to.id)
    listing = reverse("admin:places_place_changelist")
    form = {"action": "archive", "_selected_action": [str(store.id), str(free.id)]}
    page = sign_in(client, a_member("owner")).post(listing, form, follow=True).content.decode()
    assert f"{store.name} is not done yet: the goods of order K7Q2M9" in page
    assert brought.shop.store.name in page
    assert [places.get_place(each.id).archived for each in (store, free)] == [False, True]
