"""Decisions of sourcing: no clock, no database."""

from __future__ import annotations

from oneshelf.modules.sourcing.rules.ahead import soonest, wanted_units, with_ahead
from oneshelf.modules.sourcing.rules.clocks import HOUR, hour_of, made_ready, opened
from oneshelf.modules.sourcing.rules.deciding import decide
from oneshelf.modules.sourcing.rules.keeping import brought_decision, note_columns
from oneshelf.modules.sourcing.rules.options import MOST_OPTIONS, first_fit, options
from oneshelf.modules.sourcing.rules.parcels import (
    MOST_ASKED,
    candidates,
    delivered,
    is_settled,
    legs_of,
    ranked,
    region_of,
    sourced,
)
from oneshelf.modules.sourcing.rules.policies import MACHINE, USUAL, check_draft, check_rules, check_start
from oneshelf.modules.sourcing.rules.trusting import confidence, kept_permille, rejection_permille
from oneshelf.modules.sourcing.rules.ways import collect, ship_to_store, take_now, that_have_it, with_held

__all__ = [
    "HOUR",
    "MACHINE",
    "MOST_ASKED",
    "MOST_OPTIONS",
    "USUAL",
    "brought_decision",
    "candidates",
    "check_draft",
    "check_rules",
    "check_start",
    "collect",
    "confidence",
    "decide",
    "delivered",
    "first_fit",
    "hour_of",
    "is_settled",
    "kept_permille",
    "legs_of",
    "made_ready",
    "note_columns",
    "opened",
    "options",
    "ranked",
    "region_of",
    "rejection_permille",
    "ship_to_store",
    "soonest",
    "sourced",
    "take_now",
    "that_have_it",
    "wanted_units",
    "with_ahead",
    "with_held",
]
