"""What promotions gave: each damage is named by the check that watches it, and by no other."""

from __future__ import annotations

import pytest

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Limits, Use
from tests.markets.builders import a_market
from tests.promotions.builders import a_live_one
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

COUNTS = "the counts of a promotion are the uses that were taken of it"
EVENTS = "every change of a promotion has its event"

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("used more", ["UPDATE promotions_counter SET uses = uses + 1 WHERE scope = 'all'"], {COUNTS}),
    ("used more by a customer", ["UPDATE promotions_counter SET uses = 2 WHERE scope = '{customer}'"], {COUNTS}),
    ("gave less", ["UPDATE promotions_counter SET off = off - 1 WHERE scope LIKE '20%'"], {COUNTS}),
    ("a use is gone", ["DELETE FROM promotions_use"], {COUNTS}),
    ("a use gave more", ["UPDATE promotions_use SET off = off + 1"], {COUNTS}),
    ("a count is gone", ["DELETE FROM promotions_counter WHERE scope = 'all'"], {COUNTS}),
    ("a promotion's version", ["UPDATE promotions_promotion SET version = 9"], {EVENTS}),
    ("a group's version", ["UPDATE promotions_group SET version = 9"], {EVENTS}),
]


def test_each_damage_is_reported_by_its_check_and_by_no_other() -> None:
    market, customer = a_market(), CustomerId(new_id())
    live = a_live_one(market, limits=Limits(uses=5, off=500))
    promotions.take(market.id, new_id(), [Use(live.id, 100)], customer=customer, at=clock.now())
    assert misnamed(DAMAGES, customer=str(customer)) == []
