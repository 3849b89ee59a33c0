"""Damage to the books of deliveries, transfers, counts, lots, cases and hours is named by the check of each."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import Tracks
from oneshelf.modules.checkout.public import Wanted
from oneshelf.modules.counts import public as counts
from oneshelf.modules.inventory.public import AdjustmentReason
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Leg
from oneshelf.modules.supply import public as supply
from oneshelf.modules.supply.public import Arrived, Outcome
from tests.cases.test_cases import short_pick
from tests.checkout.builders import a_shop as a_selling_shop
from tests.checkout.test_ahead import placed as order_ahead
from tests.checkout.test_ahead import sold_out
from tests.counts.builders import a_count, a_counter, counted
from tests.inventory.builders import a_shop
from tests.lots.builders import a_tracked_variant, in_days, lot, receive, sell, serial
from tests.orders.settling import forget_jobs
from tests.supply.builders import Chain, a_chain
from tests.surfaces.console.damage import Damages, misnamed

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

HOUR = datetime(2099, 3, 2, 10, tzinfo=UTC)


def _a_chain_at_work() -> None:
    """A chain that has received, sent, lost, counted and corrected, with lots, a case, and an hour that is taken."""
    forget_jobs()
    chain = a_chain()
    _supply(chain)
    _count(chain)
    _tell_apart()
    short_pick()
    _sell_ahead()
    sourcing.set_limit(chain.store.id, 5, actor=SYSTEM)
    sourcing.take_capacity(chain.market.id, new_id(), [Leg(chain.store.id, (), HOUR, HOUR)])


def _supply(chain: Chain) -> None:
    """A delivery with damaged units; a transfer of which one was lost and one is still missing, and one on its way."""
    bread = chain.variant(warehouse=20)
    order = chain.ordered((chain.variant(), 10))
    supply.receive(order.id, [Arrived(1, 6, 2)], receipt=new_id(), actor=SYSTEM)
    sent = chain.sent((bread, 9))
    supply.receive_transfer(sent.id, [Arrived(1, 5, 1)], receipt=new_id(), actor=SYSTEM)
    for outcome in (Outcome.LOST, Outcome.FOUND_HERE):
        supply.settle_transfer(sent.id, 1, 1, outcome, settlement=new_id(), actor=SYSTEM)
    chain.sent((bread, 3))


def _count(chain: Chain) -> None:
    """A count that found one less, a correction of a thief's, and one that waits for somebody with authority."""
    eggs, about = chain.variant(store=10), (chain.market.id, chain.store.id)
    known = a_count(chain, eggs)
    counted(known, 1, 9)
    counted(known, 1, 9)
    counts.settle_count(known.id, actor=SYSTEM)
    counts.correct(*about, eggs, -2, reason=AdjustmentReason.STOLEN, actor=SYSTEM)
    counts.correct(*about, eggs, -1, reason=AdjustmentReason.EXPIRED, actor=a_counter())


def _tell_apart() -> None:
    """Two lots of which some is sold, and two serial numbers."""
    shop, cheese, phone = a_shop(), a_tracked_variant(), a_tracked_variant(Tracks.SERIALS)
    receive(shop, cheese, lot(cheese, "A", 5, in_days(10)), lot(cheese, "B", 4, in_days(20)))
    sell(shop, cheese, 2)
    receive(shop, phone, serial(phone, "S-1"), serial(phone, "S-2"))


def _sell_ahead() -> None:
    """An order that waits for its goods."""
    shop = a_selling_shop()
    order_ahead(shop, Wanted(sold_out(shop), 2))


GOT = "what a purchase order has got is what was received"
MOVED = "what a delivery or transfer says is what it moved"
SETTLED = "what was missing of a transfer is what was settled"
ON_ITS_WAY = "what is in transit belongs to a transfer or an order"
SUPPLY_EVENT = "every change of a purchase order or transfer has its event"
COUNT_EVENT = "every change of a count or correction has its event"
POSTED, CORRECTED = "a posted correction is what it moved", "a correction is its movement"
PART, APART = "a part equals its entries", "the parts of a level are what is on hand"
ENTRY, SERIAL = "what a movement brought or took is what its parts say", "a part knows whether it is a serial number"
ON_HAND = "on hand equals its movements"
CASE_EVENT, HOURS = "every change of a case has its event", "taken capacity equals its claims"

WAITS, FROM_SHELF = "who waits for goods is who was promised them ahead", "what was promised from the shelf is on it"

ONE_SOLD = "id = (SELECT id FROM lots_entry WHERE cause_kind = 'sale' ORDER BY occurred_at DESC LIMIT 1)"
STOLEN = "cause_id IN (SELECT id FROM inventory_adjustment WHERE reason = 'stolen')"
ON_THE_ROAD = "transfer_id IN (SELECT id FROM supply_transfer WHERE state = 'in_transit')"

DAMAGES: Damages = [
    ("nothing", [], set()),
    ("purchase line, good", ["UPDATE supply_purchase_line SET good = good + 1"], {GOT}),
    ("purchase line, damaged", ["UPDATE supply_purchase_line SET damaged = damaged - 1"], {GOT}),
    ("receipt line, good", ["UPDATE supply_receipt_line SET good = good + 1"], {GOT, MOVED}),
    ("receipt line, damaged", ["UPDATE supply_receipt_line SET damaged = 0"], {GOT, MOVED}),
    ("receipt line gone", ["DELETE FROM supply_receipt_line"], {GOT}),
    (
        "receipt changed with its order",
        ["UPDATE supply_receipt_line SET good = good + 1", "UPDATE supply_purchase_line SET good = good + 1"],
        {MOVED},
    ),
    ("purchase version", ["UPDATE supply_purchase_order SET version = version + 1"], {SUPPLY_EVENT}),
    ("transfer version", ["UPDATE supply_transfer SET version = version + 1"], {SUPPLY_EVENT}),
    (
        "event of a transfer gone",
        ["DELETE FROM outbox_event WHERE type = 'supply.transfer_settled.v1'"],
        {SUPPLY_EVENT},
    ),
    (
        "transfer line, sent",
        [f"UPDATE supply_transfer_line SET quantity = quantity + 1 WHERE {ON_THE_ROAD}"],
        {MOVED, ON_ITS_WAY},
    ),
    (
        "transfer line, good",
        ["UPDATE supply_transfer_line SET good = good - 1 WHERE good > 0"],
        {MOVED, ON_ITS_WAY},
    ),
    ("transfer line, over", ["UPDATE supply_transfer_line SET over = over + 1 WHERE good > 0"], {MOVED}),
    (
        "transfer line, lost",
        ["UPDATE supply_transfer_line SET lost = lost - 1 WHERE lost > 0"],
        {SETTLED, ON_ITS_WAY},
    ),
    ("lost and found confused", ["UPDATE supply_transfer_line SET lost = 0, found = 2 WHERE lost > 0"], {SETTLED}),
    ("settlement", ["UPDATE supply_settlement SET quantity = 2 WHERE outcome = 'lost'"], {SETTLED, MOVED}),
    ("settlement gone", ["DELETE FROM supply_settlement WHERE outcome = 'lost'"], {SETTLED}),
    (
        "transfer closed although goods are missing",
        ["UPDATE supply_transfer SET state = 'received' WHERE state = 'unsettled'"],
        {ON_ITS_WAY},
    ),
    (
        "movement of a transfer gone with its levels",
        [
            "UPDATE inventory_level SET on_hand = on_hand + 3 WHERE (place_id, variant_id) IN "
            "(SELECT from_place_id, variant_id FROM inventory_movement WHERE cause_kind = 'transfer' AND quantity = 3)",
            "UPDATE inventory_level SET on_hand = on_hand - 3 WHERE (place_id, variant_id) IN "
            "(SELECT to_place_id, variant_id FROM inventory_movement WHERE cause_kind = 'transfer' AND quantity = 3)",
            "DELETE FROM inventory_movement WHERE cause_kind = 'transfer' AND quantity = 3",
        ],
        {MOVED, ON_ITS_WAY},
    ),
    ("count version", ["UPDATE counts_count SET version = version + 1"], {COUNT_EVENT}),
    (
        "event of a correction gone",
        ["DELETE FROM outbox_event WHERE type LIKE 'counts.correction%'"],
        {COUNT_EVENT},
    ),
    ("correction", ["UPDATE counts_adjustment SET change = -3 WHERE change = -2"], {POSTED}),
    ("correction in stock", ["UPDATE inventory_adjustment SET change = -3 WHERE change = -2"], {CORRECTED}),
    ("correction with another sign", ["UPDATE inventory_adjustment SET change = 2 WHERE change = -2"], {CORRECTED}),
    (
        "correction posted that moved nothing",
        ["UPDATE counts_adjustment SET state = 'posted', decided_at = proposed_at WHERE state = 'proposed'"],
        {POSTED},
    ),
    (
        "movement of a correction changed with its level",
        [
            f"UPDATE inventory_movement SET quantity = 3 WHERE {STOLEN}",
            "UPDATE inventory_level SET on_hand = on_hand - 1 WHERE (place_id, variant_id) IN "
            f"(SELECT from_place_id, variant_id FROM inventory_movement WHERE {STOLEN})",
        ],
        {POSTED, CORRECTED},
    ),
    (
        "promised ahead as if it were there",
        ["UPDATE inventory_reservation SET ahead = false WHERE ahead"],
        {WAITS, FROM_SHELF},
    ),
    (
        "picked before it came",
        ["UPDATE fulfilment_consignment SET state = 'open' WHERE state = 'awaited'"],
        {WAITS},
    ),
    ("part", ["UPDATE lots_part SET quantity = quantity + 1 WHERE NOT serial"], {PART, APART}),
    ("part gone", ["DELETE FROM lots_part WHERE serial"], {PART, APART}),
    ("part of another lot", ["UPDATE lots_part SET lot_id = gen_random_uuid() WHERE quantity = 4"], {PART}),
    ("part in another condition", ["UPDATE lots_part SET condition = 'opened' WHERE quantity = 4"], {PART}),
    ("part in a bin", ["UPDATE lots_part SET bin_id = gen_random_uuid() WHERE quantity = 4"], {PART}),
    ("entry", [f"UPDATE lots_entry SET change = change - 1 WHERE {ONE_SOLD}"], {PART, ENTRY}),
    ("entry gone", [f"DELETE FROM lots_entry WHERE {ONE_SOLD}"], {PART}),
    (
        "entry and part",
        [
            f"UPDATE lots_entry SET change = change - 1 WHERE {ONE_SOLD}",
            "UPDATE lots_part SET quantity = quantity - 1 WHERE quantity = 3",
            "UPDATE inventory_level SET on_hand = on_hand - 1 WHERE tracked AND on_hand = 7",
        ],
        {ON_HAND, ENTRY},
    ),
    (
        "entry of a cause that moved nothing",
        [f"UPDATE lots_entry SET cause_id = gen_random_uuid() WHERE {ONE_SOLD}"],
        {ENTRY},
    ),
    ("entry on another line", [f"UPDATE lots_entry SET cause_line = 7 WHERE {ONE_SOLD}"], {ENTRY}),
    ("serial number that is a lot", ["UPDATE lots_part SET serial = false WHERE serial"], {SERIAL}),
    ("units that are not told apart", ["UPDATE inventory_level SET tracked = false WHERE tracked"], {APART}),
    ("case version", ["UPDATE cases_case SET version = version + 1"], {CASE_EVENT}),
    ("event of a case gone", ["DELETE FROM outbox_event WHERE type = 'cases.opened.v1'"], {CASE_EVENT}),
    ("hour", ["UPDATE sourcing_capacity SET taken = taken + 1"], {HOURS}),
    ("hour gone", ["DELETE FROM sourcing_capacity"], {HOURS}),
    ("claim on an hour", ["UPDATE sourcing_claim SET taken = taken + 1"], {HOURS}),
    ("claim on an hour gone", ["DELETE FROM sourcing_claim"], {HOURS}),
]


def test_each_damage_is_named_and_nothing_else() -> None:
    _a_chain_at_work()
    assert misnamed(DAMAGES) == []
