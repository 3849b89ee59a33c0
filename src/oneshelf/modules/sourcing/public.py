"""Sourcing: from where an order is best sent, what can be promised, and why.

`promise` says every way to get a basket, with cost, time and confidence; `bring` how one store gets what it lacks.
`source` chooses the places that send an order by the policy that holds; `decide` is the pure engine behind both. Costs
of decisions are `mills`, thousandths of a minor unit. A policy is drafted, rehearsed and published from a moment on;
published ones never change nor overlap.

Hours of places are taken for an order by `sourcing_take_capacity`, which refuses in the statement, and given back by
`sourcing_release_capacity`; decisions are kept, append-only, by `sourcing_note_decision`. All three are SQL faces for
whoever composes them, with Python verbs beside them. Outcomes (lines refused, promises kept) are noted once a cause and
learnt from each hour. Permissions: `sourcing.view`, `sourcing.edit`.
"""

from __future__ import annotations

from oneshelf.modules.sourcing.actions.appoint import Appointment, appointments
from oneshelf.modules.sourcing.actions.arrange import Arranged, arrange
from oneshelf.modules.sourcing.actions.bring import bring, bring_from
from oneshelf.modules.sourcing.actions.edit_policy import draft_policy, edit_policy, publish_policy, withdraw_policy
from oneshelf.modules.sourcing.actions.elsewhere import doubts_about, order_lines, ways_elsewhere
from oneshelf.modules.sourcing.actions.keep_rehearsal import begin_rehearsal, end_rehearsal, note_progress
from oneshelf.modules.sourcing.actions.note_decision import keep_note, note_brought, note_decision
from oneshelf.modules.sourcing.actions.note_outcome import forget_hours, learn, note_promise, note_rejection
from oneshelf.modules.sourcing.actions.optimise import USUAL_GAP, optimise
from oneshelf.modules.sourcing.actions.promise import promise, source
from oneshelf.modules.sourcing.actions.rehearse import rehearse
from oneshelf.modules.sourcing.actions.set_limit import set_limit
from oneshelf.modules.sourcing.actions.take_capacity import release_capacity, take_capacity
from oneshelf.modules.sourcing.actions.try_out import try_out
from oneshelf.modules.sourcing.errors import (
    BadRule,
    NowhereToSource,
    OptimiserMissing,
    PlaceBusy,
    PolicyFixed,
    PolicyInThePast,
)
from oneshelf.modules.sourcing.queries import (
    Hour,
    audit,
    decisions_of,
    get_policy,
    get_rehearsal,
    hours_of_places,
    limits_of,
    list_policies,
    list_rehearsals,
    network_of,
    policy_at,
    situation_of,
)
from oneshelf.modules.sourcing.rules import (
    HOUR,
    MOST_OPTIONS,
    USUAL,
    decide,
    first_fit,
    hour_of,
    note_columns,
    options,
    soonest,
)
from oneshelf.modules.sourcing.types import (
    MILLS,
    Alternative,
    Assignment,
    Basket,
    Candidate,
    Cause,
    Decision,
    DecisionId,
    Leg,
    Lost,
    Note,
    NoteColumns,
    NotPossible,
    OpenOrder,
    Option,
    OrderLine,
    Part,
    PastOrder,
    PlaceRecord,
    Plan,
    Policy,
    PolicyId,
    PolicyState,
    PolicyVersion,
    Rehearsal,
    RehearsalId,
    RehearsalRun,
    RehearsalState,
    Rule,
    RuleKind,
    Share,
    Shelf,
    Short,
    Way,
    WayKind,
    Where,
)

__all__ = [
    "HOUR",
    "MILLS",
    "MOST_OPTIONS",
    "USUAL",
    "USUAL_GAP",
    "Alternative",
    "Appointment",
    "Arranged",
    "Assignment",
    "BadRule",
    "Basket",
    "Candidate",
    "Cause",
    "Decision",
    "DecisionId",
    "Hour",
    "Leg",
    "Lost",
    "NotPossible",
    "Note",
    "NoteColumns",
    "NowhereToSource",
    "OpenOrder",
    "OptimiserMissing",
    "Option",
    "OrderLine",
    "Part",
    "PastOrder",
    "PlaceBusy",
    "PlaceRecord",
    "Plan",
    "Policy",
    "PolicyFixed",
    "PolicyId",
    "PolicyInThePast",
    "PolicyState",
    "PolicyVersion",
    "Rehearsal",
    "RehearsalId",
    "RehearsalRun",
    "RehearsalState",
    "Rule",
    "RuleKind",
    "Share",
    "Shelf",
    "Short",
    "Way",
    "WayKind",
    "Where",
    "appointments",
    "arrange",
    "audit",
    "begin_rehearsal",
    "bring",
    "bring_from",
    "decide",
    "decisions_of",
    "doubts_about",
    "draft_policy",
    "edit_policy",
    "end_rehearsal",
    "first_fit",
    "forget_hours",
    "get_policy",
    "get_rehearsal",
    "hour_of",
    "hours_of_places",
    "keep_note",
    "learn",
    "limits_of",
    "list_policies",
    "list_rehearsals",
    "network_of",
    "note_brought",
    "note_columns",
    "note_decision",
    "note_progress",
    "note_promise",
    "note_rejection",
    "optimise",
    "options",
    "order_lines",
    "policy_at",
    "promise",
    "publish_policy",
    "rehearse",
    "release_capacity",
    "set_limit",
    "situation_of",
    "soonest",
    "source",
    "take_capacity",
    "try_out",
    "ways_elsewhere",
    "withdraw_policy",
]
