"""What comes in at a place, on the phone of its staff."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse

from oneshelf.kernel import clock
from tests.supply.builders import a_chain
from tests.surfaces.associate.builders import somebody

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


def test_a_delivery_is_late_when_the_day_of_its_place_is_over() -> None:
    chain = a_chain()
    tomorrow = clock.now().date() + timedelta(days=1)
    evening = datetime.combine(tomorrow, time(22, 30), ZoneInfo(chain.store.time_zone))  # UTC has the next day
    with time_machine.travel(evening):
        due = chain.ordered((chain.variant(), 10)).expected_on
    assert due == tomorrow + timedelta(days=3)
    for hours, late in ((0, False), (1, False), (2, True)):
        with time_machine.travel(evening + timedelta(days=3, hours=hours)):
            page = somebody("manager", chain.store).get(reverse("associate:goods", args=[chain.store.id]))
            assert ("desk-card-late" in page.content.decode()) is late
