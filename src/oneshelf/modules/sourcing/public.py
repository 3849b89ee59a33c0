"""Sourcing: from where an order is best sent, what can be promised, and why.

`decide` is the pure engine: lines, candidates and a policy in, places and their cost out, with a reason for every place
that lost. Costs are `mills`, thousandths of a minor unit.
"""

from __future__ import annotations

from oneshelf.modules.sourcing.rules import decide
from oneshelf.modules.sourcing.types import (
    MILLS,
    Alternative,
    Assignment,
    Candidate,
    Decision,
    DecisionId,
    Lost,
    OrderLine,
    Part,
    Policy,
    PolicyId,
    Rule,
    RuleKind,
    Short,
)

__all__ = [
    "MILLS",
    "Alternative",
    "Assignment",
    "Candidate",
    "Decision",
    "DecisionId",
    "Lost",
    "OrderLine",
    "Part",
    "Policy",
    "PolicyId",
    "Rule",
    "RuleKind",
    "Short",
    "decide",
]
