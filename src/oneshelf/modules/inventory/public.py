"""Inventory: what lies where, who it is promised to, and the ledger that explains every unit.

Stock is double-entry: a movement takes from one place and gives to another; supplier, customer, loss, discrepancy
and in transit are places too. Counted places keep a level per variant: units on hand, and units reserved.

A fence sets units of a level apart for a channel: it fills with what nobody was promised, its channel draws from it
first and gives back to it, and nobody else is promised what lies in it. A buffer rule keeps units back, hard (refused)
or soft (out of sight); the most specific one counts, see `rules`. `availability` tells what a channel may be promised,
`explain` why, in parts that add up. What suppliers and transfers will bring is told with `expect`.

`confidence` says how far what the book says of a level may be trusted (see `rules`), and which buffer that suggests.

Where units are told apart (lots, serial numbers, bins, quarantines: `lots` knows which), each movement moves the same
parts; a level of such units is `tracked`, and only then is anything asked beyond the number.

Goods are sold ahead (`sell_ahead`) of what a place has: pre-ordered or back-ordered, at most so many units beyond the
shelf, by a day that `offers_ahead` tells. Such reservations are `ahead`: they count as reserved, so that goods that
come are theirs and nobody else's, and `make_good` turns them into ordinary ones when all of them are there. Everything
else is promised from the shelf only, and tills sell from nothing else.

Invariants, each held by the database: reserved and fenced never exceed on hand and allowed backorder; nothing is
negative; what is promised and not ahead is on the shelf, and what a level counts as fenced is what lies in its fences
(the audit proves both); a cause moves stock once; movements are never changed. Reservations are taken key by key in one
order, by a condition in the statement, so no two shoppers are promised the same unit. A hold expires by itself: whoever
is short of a key reclaims it at once, a task does so for the rest; fences end in the same way. Holds are passed on
whole between carts, tills, phones and checkouts, and given back in parts. Holds of a variant that was marked hot are
granted by groups, in order of arrival. Goods that are paid for and not there are told as `inventory.shortfall.v1`
(`allocate_late`).

Who holds several locks takes a level's row before its fences. Permissions: `inventory.view`, `inventory.adjust`,
`inventory.quarantine`, `inventory.rules`, `inventory.ahead` and `inventory.overrule`, at the place. Composing SQL calls
inventory_promise, inventory_allocate, inventory_sell_over_counter and inventory_release; `withheld` gives those that
promise or sell their buffers.
"""

from oneshelf.modules.inventory.actions.accept_suggestion import accept_suggestion
from oneshelf.modules.inventory.actions.adjust import adjust
from oneshelf.modules.inventory.actions.announce import stock_change_drafts
from oneshelf.modules.inventory.actions.bulk_load import bulk_load_movements
from oneshelf.modules.inventory.actions.carry import carried, carried_to, carry, tell_carried
from oneshelf.modules.inventory.actions.expect import expect, unexpect
from oneshelf.modules.inventory.actions.expire_holds import expire_holds
from oneshelf.modules.inventory.actions.fence import lift_fence, set_fence, tend_fences
from oneshelf.modules.inventory.actions.hand_out import hand_out
from oneshelf.modules.inventory.actions.hold_hot import held_in_groups, mark_calm, mark_hot
from oneshelf.modules.inventory.actions.keep_apart import grade, keep_apart, let_go
from oneshelf.modules.inventory.actions.move import post, receive, take_back
from oneshelf.modules.inventory.actions.name_unit import name_unit
from oneshelf.modules.inventory.actions.promise_ahead import allocate_ahead, allocate_expected, hold_ahead, make_good
from oneshelf.modules.inventory.actions.put_away import put_away
from oneshelf.modules.inventory.actions.release_part import release_part, release_units
from oneshelf.modules.inventory.actions.renew_confidence import note_count, note_rejection, renew_confidence
from oneshelf.modules.inventory.actions.report_shortfall import allocate_late, report_shortfall
from oneshelf.modules.inventory.actions.reserve import allocate, extend_hold, hold, hold_for, release
from oneshelf.modules.inventory.actions.sell import sell_over_counter
from oneshelf.modules.inventory.actions.sell_ahead import end_ahead, revise_ahead, sell_ahead
from oneshelf.modules.inventory.actions.set_rule import end_rule, revise_rule, set_rule
from oneshelf.modules.inventory.actions.tell_ages import ages
from oneshelf.modules.inventory.actions.transfer_hold import pour_hold, transfer_hold
from oneshelf.modules.inventory.actions.withdraw_expired import withdraw_expired
from oneshelf.modules.inventory.errors import (
    AllUnitsNamed,
    BadAheadTerms,
    BadBuffer,
    BadQuantity,
    FencesOverlap,
    HoldExpired,
    HoldsAlready,
    MovedAlready,
    NumbersNotAsked,
    OutOfStock,
    RuleChanged,
    RulesCompete,
    SoldAheadAlready,
)
from oneshelf.modules.inventory.events import RulesChanged, ShortfallFound, StockChanged
from oneshelf.modules.inventory.models import AHEAD_NAMES
from oneshelf.modules.inventory.queries import (
    LAST_ID,
    allocated_demand,
    audit,
    availability,
    confidence,
    corrections,
    explain,
    find_fence,
    handed_over,
    held,
    is_hot,
    left_for_customers,
    levels,
    levels_at,
    list_fences,
    list_rules,
    movements,
    movements_of,
    on_hand_as_of,
    promised,
    stock_as_of,
    taken_back,
    walk_levels,
    withheld,
)
from oneshelf.modules.inventory.queries.ahead import (
    awaited,
    get_ahead,
    list_ahead,
    offers_ahead,
    outlooks,
    waited_for,
    waiting_places,
)
from oneshelf.modules.inventory.rules import TRUSTED, wait_until
from oneshelf.modules.inventory.types import (
    LOST_LINE,
    AdjustmentReason,
    AllocatedDemand,
    Amount,
    BufferRule,
    Carried,
    Cause,
    Confidence,
    Correction,
    Demand,
    Expected,
    Explanation,
    FenceId,
    FencePart,
    HandedOver,
    Held,
    Level,
    LoadedMovement,
    Move,
    Movement,
    MovementId,
    Owner,
    PastLevel,
    PlaceAvailability,
    RuleId,
    Scope,
    StandingFence,
    TakenBack,
)
from oneshelf.modules.inventory.types.ahead import (
    AheadId,
    AheadKind,
    AheadOffer,
    AheadRule,
    AheadTerms,
    Awaited,
    Outlook,
)

__all__ = [
    "AHEAD_NAMES",
    "LAST_ID",
    "LOST_LINE",
    "TRUSTED",
    "AdjustmentReason",
    "AheadId",
    "AheadKind",
    "AheadOffer",
    "AheadRule",
    "AheadTerms",
    "AllUnitsNamed",
    "AllocatedDemand",
    "Amount",
    "Awaited",
    "BadAheadTerms",
    "BadBuffer",
    "BadQuantity",
    "BufferRule",
    "Carried",
    "Cause",
    "Confidence",
    "Correction",
    "Demand",
    "Expected",
    "Explanation",
    "FenceId",
    "FencePart",
    "FencesOverlap",
    "HandedOver",
    "Held",
    "HoldExpired",
    "HoldsAlready",
    "Level",
    "LoadedMovement",
    "Move",
    "MovedAlready",
    "Movement",
    "MovementId",
    "NumbersNotAsked",
    "OutOfStock",
    "Outlook",
    "Owner",
    "PastLevel",
    "PlaceAvailability",
    "RuleChanged",
    "RuleId",
    "RulesChanged",
    "RulesCompete",
    "Scope",
    "ShortfallFound",
    "SoldAheadAlready",
    "StandingFence",
    "StockChanged",
    "TakenBack",
    "accept_suggestion",
    "adjust",
    "ages",
    "allocate",
    "allocate_ahead",
    "allocate_expected",
    "allocate_late",
    "allocated_demand",
    "audit",
    "availability",
    "awaited",
    "bulk_load_movements",
    "carried",
    "carried_to",
    "carry",
    "confidence",
    "corrections",
    "end_ahead",
    "end_rule",
    "expect",
    "expire_holds",
    "explain",
    "extend_hold",
    "find_fence",
    "get_ahead",
    "grade",
    "hand_out",
    "handed_over",
    "held",
    "held_in_groups",
    "hold",
    "hold_ahead",
    "hold_for",
    "is_hot",
    "keep_apart",
    "left_for_customers",
    "let_go",
    "levels",
    "levels_at",
    "lift_fence",
    "list_ahead",
    "list_fences",
    "list_rules",
    "make_good",
    "mark_calm",
    "mark_hot",
    "movements",
    "movements_of",
    "name_unit",
    "note_count",
    "note_rejection",
    "offers_ahead",
    "on_hand_as_of",
    "outlooks",
    "post",
    "pour_hold",
    "promised",
    "put_away",
    "receive",
    "release",
    "release_part",
    "release_units",
    "renew_confidence",
    "report_shortfall",
    "revise_ahead",
    "revise_rule",
    "sell_ahead",
    "sell_over_counter",
    "set_fence",
    "set_rule",
    "stock_as_of",
    "stock_change_drafts",
    "take_back",
    "taken_back",
    "tell_carried",
    "tend_fences",
    "transfer_hold",
    "unexpect",
    "wait_until",
    "waited_for",
    "waiting_places",
    "walk_levels",
    "withdraw_expired",
    "withheld",
]
