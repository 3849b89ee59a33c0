"""Lots: which units lie at a place, where a number is not enough: bins, lots with expiry, serial numbers, conditions.

Inventory counts and promises units; where a variant's units are told apart (or a place keeps goods apart), this module
knows which they are. A part is so many units at a place that share bin, lot and condition. Whatever moves them, moves
parts: what somebody said beforehand (`tell_coming`, `tell_leaving`), else what expires first.

Invariants, each held by the database or proved by the audit: the parts of a level come to what is on hand; a part is
the sum of its entries, which are never changed; a serial number is one unit in one place at a time; what is sold is
new and within its time. Parts are changed only by who holds the row of their level. A lot is sold through the day
that lies its variant's margin before its expiry, in the market's time zone.

Composing SQL calls lots_move, lots_put and lots_take.
"""

from oneshelf.modules.lots.actions.inspect import note_inspection
from oneshelf.modules.lots.actions.name_unit import name_unit
from oneshelf.modules.lots.actions.rearrange import rearrange
from oneshelf.modules.lots.actions.renew_margins import renew_margins
from oneshelf.modules.lots.actions.set_home import set_home
from oneshelf.modules.lots.actions.tell import forget_told, tell_coming, tell_leaving, tell_one_more
from oneshelf.modules.lots.errors import BadLot, LotDiffers, LotNeeded, LotNotThere, NotSoldAgain, SerialElsewhere
from oneshelf.modules.lots.queries import (
    KnownLot,
    at_home_in,
    audit,
    entries_of,
    expiring,
    find_lots,
    history,
    homes,
    in_bins,
    inspections,
    lots_by_id,
    lots_called,
    parts,
    parts_at,
    sums,
    whereabouts,
)
from oneshelf.modules.lots.rules import check_all_told, check_told, sell_until
from oneshelf.modules.lots.types import (
    NO_BIN,
    NO_LOT,
    Act,
    ApartReason,
    Condition,
    Expiring,
    Home,
    InBin,
    Inspection,
    LotId,
    Part,
    Step,
    Sum,
    Told,
)

__all__ = [
    "NO_BIN",
    "NO_LOT",
    "Act",
    "ApartReason",
    "BadLot",
    "Condition",
    "Expiring",
    "Home",
    "InBin",
    "Inspection",
    "KnownLot",
    "LotDiffers",
    "LotId",
    "LotNeeded",
    "LotNotThere",
    "NotSoldAgain",
    "Part",
    "SerialElsewhere",
    "Step",
    "Sum",
    "Told",
    "at_home_in",
    "audit",
    "check_all_told",
    "check_told",
    "entries_of",
    "expiring",
    "find_lots",
    "forget_told",
    "history",
    "homes",
    "in_bins",
    "inspections",
    "lots_by_id",
    "lots_called",
    "name_unit",
    "note_inspection",
    "parts",
    "parts_at",
    "rearrange",
    "renew_margins",
    "sell_until",
    "set_home",
    "sums",
    "tell_coming",
    "tell_leaving",
    "tell_one_more",
    "whereabouts",
]
