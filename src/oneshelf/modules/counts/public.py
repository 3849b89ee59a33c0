"""Counts: what lies on the shelves, counted by people who do not know what the book says, and what is missing.

A count is a list of articles at a place. Whoever scans an article first counts it; a difference above the count's rule
is counted once more by somebody else, until two agree on the difference from what the book said at their instants: so
sales go on meanwhile. Settling posts the differences as corrections of stock.

Invariants: counters are shown no expected figure; nobody counts an article twice; one person counts it at a time; a
correction worth more (at cost) than the limit of one's roles waits for somebody who may decide it, and is posted or
turned down once, under one id in counts and inventory. Costs come from whoever `value_by` names.

Permissions: `counts.count`, `.view`, `.plan` and `.approve` (without limit), at the place.
"""

from __future__ import annotations

from oneshelf.modules.counts.actions.correct import correct
from oneshelf.modules.counts.actions.decide import approve, reject
from oneshelf.modules.counts.actions.plan_count import cancel_count, plan_count
from oneshelf.modules.counts.actions.settle_count import settle_count
from oneshelf.modules.counts.actions.tally import finish_line, scan, type_quantity
from oneshelf.modules.counts.errors import (
    AboveAuthority,
    AgreedAlready,
    BadCount,
    CountedBefore,
    DecidedAlready,
    NotAllCounted,
    NothingToCount,
    NotInCount,
    SomebodyElseCounts,
)
from oneshelf.modules.counts.events import (
    CorrectionDecided,
    CorrectionProposed,
    CountCancelled,
    CountPlanned,
    CountSettled,
)
from oneshelf.modules.counts.queries import (
    adjustments_of,
    articles_to_count,
    audit,
    authority,
    blind_lines,
    count_by_number,
    get_adjustment,
    get_count,
    last_counted,
    list_counts,
    to_count,
    value_by,
    waiting,
)
from oneshelf.modules.counts.rules import MOST_LINES, USUAL_RULE, grouped
from oneshelf.modules.counts.types import (
    Adjustment,
    AdjustmentState,
    Basis,
    BlindLine,
    Count,
    CountId,
    CountLine,
    CountState,
    LineState,
    Loss,
    LossGroup,
    RecountRule,
    Tally,
)

__all__ = [
    "MOST_LINES",
    "USUAL_RULE",
    "AboveAuthority",
    "Adjustment",
    "AdjustmentState",
    "AgreedAlready",
    "BadCount",
    "Basis",
    "BlindLine",
    "CorrectionDecided",
    "CorrectionProposed",
    "Count",
    "CountCancelled",
    "CountId",
    "CountLine",
    "CountPlanned",
    "CountSettled",
    "CountState",
    "CountedBefore",
    "DecidedAlready",
    "LineState",
    "Loss",
    "LossGroup",
    "NotAllCounted",
    "NotInCount",
    "NothingToCount",
    "RecountRule",
    "SomebodyElseCounts",
    "Tally",
    "adjustments_of",
    "approve",
    "articles_to_count",
    "audit",
    "authority",
    "blind_lines",
    "cancel_count",
    "correct",
    "count_by_number",
    "finish_line",
    "get_adjustment",
    "get_count",
    "grouped",
    "last_counted",
    "list_counts",
    "plan_count",
    "reject",
    "scan",
    "settle_count",
    "to_count",
    "type_quantity",
    "value_by",
    "waiting",
]
