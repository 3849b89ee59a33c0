"""Coupons: each damage is named by the check that watches it, and by no other."""

from __future__ import annotations

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import public as coupons
from tests.coupons.builders import a_shared, found, reserves, singles, used
from tests.customers.builders import a_customer
from tests.markets.builders import a_market
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

TALLIES, CODES, EVENTS = (
    "uses of coupons are counted against their limits",
    "a batch has the coupons that were made for it",
    "every change of a coupon and its batch has its event",
)

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("a tally counts more", ["UPDATE coupons_tally SET used = used + 1 WHERE scope = 'customer'"], {TALLIES}),
    ("a tally is gone", ["DELETE FROM coupons_tally WHERE scope = 'code'"], {TALLIES}),
    ("a tally of nobody", ["UPDATE coupons_tally SET subject = 'x' WHERE scope = 'day'"], {TALLIES}),
    ("a tally with another limit", ["UPDATE coupons_tally SET most = most + 1 WHERE scope = 'batch'"], {TALLIES}),
    ("a batch with another limit", ["UPDATE coupons_batch SET in_all = in_all + 1 WHERE kind = 'shared'"], {TALLIES}),
    (
        "a hold was let go by nobody",
        ["UPDATE coupons_use SET state = 'released' WHERE state = 'reserved'"],
        {TALLIES},
    ),
    ("a batch has made more", ["UPDATE coupons_batch SET made = made + 1, size = size + 1"], {CODES}),
    ("a code is gone", ["DELETE FROM coupons_code WHERE serial = 2"], {CODES}),
    ("a code with another number", ["UPDATE coupons_code SET serial = 9 WHERE serial = 3"], {CODES}),
    ("a batch's version", ["UPDATE coupons_batch SET version = version + 1"], {EVENTS}),
    ("a code was revoked by nobody", ["UPDATE coupons_code SET revoked_at = now() WHERE serial = 2"], {EVENTS}),
    ("a use without its event", ["DELETE FROM outbox_event WHERE type = 'coupons.used.v1'"], {EVENTS}),
]


def test_each_damage_is_reported_by_its_check_and_by_no_other() -> None:
    market, ana = a_market(), a_customer().id
    a_shared(market, "SUMMER26", in_all=9, a_customer=8, a_day=7)
    batch, printed = singles(market, 3)
    (summer,), codes = found(market, "SUMMER26", customer=ana), found(market, *printed)
    used(market, summer, codes[0], customer=ana)
    coupons.give_back(used(market, summer, customer=ana))
    reserves(market, new_id(), summer, customer=ana)
    coupons.pause(batch.id, actor=SYSTEM)
    coupons.revoke_coupon(codes[2], actor=SYSTEM)
    assert misnamed(DAMAGES) == []
