"""Fulfilment: goods on their way from a place to the shopper, over the counter, at the pick-up desk or by parcel.

A consignment holds what leaves one place in one go for one order (a plain id: orders stand above). It is opened with
the order, picked line by line, made ready or packed, and handed over or shipped; what was reserved for the order
leaves the stock in that same transaction, and is freed when the consignment is cancelled, rejected or expires. Who
collects proves it by a PIN (six digits of an HMAC, never stored) or a signed QR code. What is kept against payment
leaves in the transaction that takes its money, and in no other.

What the shopper's store lacks is brought there: another place picks and packs it, it is carried in transit (`send_off`)
and taken in (`arrive`), reserved for its order all the way, and is collected like anything else from then on. What was
lost on the way is written off and told like goods that were not found.

What was promised ahead of the goods waits (`awaited`) and is in nobody's queue until all of it has come: `bring_in`
lets it be picked, whoever was promised first being the first, and tells another day when one is known.

A line may leave one place in several consignments: `part` takes units out of one for another, whose stock stays the
order's, and who waits keeps the place in the queue.

Invariants: states follow `rules.MACHINES`, one for each method; picked and short never exceed a line
(`picks_never_exceed_the_line`); at most five PINs can be tried, from however many tills; each change has one event
with the consignment's version as its sequence, told to `place:<id>` and `order:<id>`. Permissions: `fulfilment.view`,
`.pick`, `.hand_over`, `.ship` and `.unlock`, at the place.

SQL face: fulfilment_open(market, order, order_number, at, ids[], places[], methods[], due[], line_consignments[],
line_numbers[], line_variants[], line_titles[], line_skus[], line_quantities[]) with the arrays of `columns`, its
events being `opened`.
"""

from __future__ import annotations

from oneshelf.modules.fulfilment.actions.add_lines import add_lines
from oneshelf.modules.fulfilment.actions.against_payment import keep_against_payment
from oneshelf.modules.fulfilment.actions.at_once import hand_over_at_once
from oneshelf.modules.fulfilment.actions.await_goods import await_goods
from oneshelf.modules.fulfilment.actions.bring_in import bring_in
from oneshelf.modules.fulfilment.actions.bulk_load import bulk_load_consignments
from oneshelf.modules.fulfilment.actions.cancel import cancel, expire_no_shows
from oneshelf.modules.fulfilment.actions.hand_over import (
    hand_over,
    hand_over_against_payment,
    hand_over_by_token,
    token_for_pin,
    unlock,
)
from oneshelf.modules.fulfilment.actions.lock import lock
from oneshelf.modules.fulfilment.actions.make_ready import mark_ready, pack
from oneshelf.modules.fulfilment.actions.open import bring, open_consignments
from oneshelf.modules.fulfilment.actions.pick import record_pick, record_short, start_picking
from oneshelf.modules.fulfilment.actions.reject import look_again, reject, take_away
from oneshelf.modules.fulfilment.actions.send_off import arrive, send_off
from oneshelf.modules.fulfilment.actions.ship import deliver, ship
from oneshelf.modules.fulfilment.actions.withdraw import part, withdraw
from oneshelf.modules.fulfilment.errors import (
    BadPick,
    MoneyDue,
    NoSuchLine,
    NothingPicked,
    PinLocked,
    ShortPick,
    UnitsPicked,
    WrongMethod,
    WrongPin,
    WrongToken,
)
from oneshelf.modules.fulfilment.events import (
    Added,
    ConsignmentCancelled,
    ConsignmentCollected,
    ConsignmentDelivered,
    ConsignmentExpired,
    ConsignmentOpened,
    ConsignmentPacked,
    ConsignmentReady,
    ConsignmentRejected,
    ConsignmentSent,
    ConsignmentShipped,
    ExpectedAnew,
    GoodsArrived,
    GoodsAwaited,
    GoodsCameIn,
    LinesAdded,
    LineShort,
    LinesWithdrawn,
    PickingStarted,
    Withdrawn,
    opened,
)
from oneshelf.modules.fulfilment.models import METHOD_NAMES, REASON_NAMES, STATE_NAMES
from oneshelf.modules.fulfilment.queries import (
    against_payment,
    arriving,
    audit,
    awaiting,
    carriers_of,
    consignment_in,
    consignments_by_id,
    consignments_of,
    due_times,
    get_consignment,
    late,
    missed,
    on_the_road,
    open_demand,
    pin_for,
    queue,
    token_for,
)
from oneshelf.modules.fulfilment.rules import COLLECT_WITHIN, MOST_PIN_TRIES, PICK_LEAD, columns, due_at
from oneshelf.modules.fulfilment.types import (
    Consignment,
    ConsignmentId,
    ConsignmentState,
    Line,
    LoadedConsignment,
    Method,
    NewColumns,
    NewConsignment,
    Reason,
)

__all__ = [
    "COLLECT_WITHIN",
    "METHOD_NAMES",
    "MOST_PIN_TRIES",
    "PICK_LEAD",
    "REASON_NAMES",
    "STATE_NAMES",
    "Added",
    "BadPick",
    "Consignment",
    "ConsignmentCancelled",
    "ConsignmentCollected",
    "ConsignmentDelivered",
    "ConsignmentExpired",
    "ConsignmentId",
    "ConsignmentOpened",
    "ConsignmentPacked",
    "ConsignmentReady",
    "ConsignmentRejected",
    "ConsignmentSent",
    "ConsignmentShipped",
    "ConsignmentState",
    "ExpectedAnew",
    "GoodsArrived",
    "GoodsAwaited",
    "GoodsCameIn",
    "Line",
    "LineShort",
    "LinesAdded",
    "LinesWithdrawn",
    "LoadedConsignment",
    "Method",
    "MoneyDue",
    "NewColumns",
    "NewConsignment",
    "NoSuchLine",
    "NothingPicked",
    "PickingStarted",
    "PinLocked",
    "Reason",
    "ShortPick",
    "UnitsPicked",
    "Withdrawn",
    "WrongMethod",
    "WrongPin",
    "WrongToken",
    "add_lines",
    "against_payment",
    "arrive",
    "arriving",
    "audit",
    "await_goods",
    "awaiting",
    "bring",
    "bring_in",
    "bulk_load_consignments",
    "cancel",
    "carriers_of",
    "columns",
    "consignment_in",
    "consignments_by_id",
    "consignments_of",
    "deliver",
    "due_at",
    "due_times",
    "expire_no_shows",
    "get_consignment",
    "hand_over",
    "hand_over_against_payment",
    "hand_over_at_once",
    "hand_over_by_token",
    "keep_against_payment",
    "late",
    "lock",
    "look_again",
    "mark_ready",
    "missed",
    "on_the_road",
    "open_consignments",
    "open_demand",
    "opened",
    "pack",
    "part",
    "pin_for",
    "queue",
    "record_pick",
    "record_short",
    "reject",
    "send_off",
    "ship",
    "start_picking",
    "take_away",
    "token_for",
    "token_for_pin",
    "unlock",
    "withdraw",
]
