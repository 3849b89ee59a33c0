"""Promotions: what costs less, for whom, where and when, and how promotions go together.

A promotion is drafted, goes live, is paused, ends. Its rule is one of the pricing kernel (`pricing.compiled.Rule`, with
the promotion's id), said version by version; a version is in force for a stretch of time, half-open. Stacking groups
say how promotions of a market go together. `book_at` gives the rules that are in force, or will be soon, as the kernel
wants them: drafts, paused and ended promotions, and those of a later time, are not in it and cost nothing.

Invariants: a promotion has one rule at a time (`promotion_has_one_rule_at_a_time`), and what was in force is never
rewritten: a pause cuts it, going live again is a new version. What waits for another promotion is applied after it, and
never in a circle. Nobody takes more of a promotion than its limits (`promotion_never_exceeds_its_limits`), for however
many checkouts at once; `audit` proves the counts. SQL faces: `promotions_take`, `promotions_release`.
Permissions: `promotions.view`, `promotions.edit` (drafts), `promotions.approve` (what is live, or goes live).
"""

from __future__ import annotations

from oneshelf.modules.promotions.actions.bulk_load import bulk_load_promotions
from oneshelf.modules.promotions.actions.draft import change, draft, duplicate
from oneshelf.modules.promotions.actions.go_live import end, go_live, pause
from oneshelf.modules.promotions.actions.keep_group import change_group, open_group
from oneshelf.modules.promotions.actions.keep_rehearsal import begin_rehearsal
from oneshelf.modules.promotions.actions.rehearse import rehearse
from oneshelf.modules.promotions.actions.take import release, release_expired, take
from oneshelf.modules.promotions.errors import (
    AppliedTooLate,
    BadPromotionWindow,
    BadRule,
    CircularRules,
    GroupCodeTaken,
    GroupInUse,
    PromotionChanged,
    PromotionCodeTaken,
    PromotionHasBegun,
    PromotionUsedUp,
    UnknownGroup,
    UnknownPromotion,
    UnknownTarget,
)
from oneshelf.modules.promotions.models import CHOICE_NAMES, MODE_NAMES, STATE_NAMES
from oneshelf.modules.promotions.queries import (
    calendar,
    find_promotion,
    get_group,
    get_promotion,
    list_by_phase,
    list_groups,
    list_promotions,
    promotions_by_id,
    versions_of,
)
from oneshelf.modules.promotions.queries.book import book_at
from oneshelf.modules.promotions.queries.limits import audit, left, taken_of
from oneshelf.modules.promotions.queries.rehearsals import RehearsalId, RehearsalRun, get_rehearsal, list_rehearsals
from oneshelf.modules.promotions.rules import terms_of
from oneshelf.modules.promotions.rules.alike import alike
from oneshelf.modules.promotions.rules.reading import matches, may_hold_in, tags
from oneshelf.modules.promotions.rules.rehearsal import (
    Assumptions,
    Clash,
    Outlook,
    PastBasket,
    PastLine,
    Told,
    outlook,
)
from oneshelf.modules.promotions.rules.together import competing, goods_named
from oneshelf.modules.promotions.types import (
    UNLIMITED,
    Book,
    Group,
    GroupId,
    Limits,
    Phase,
    Plan,
    Promotion,
    PromotionId,
    PromotionRow,
    RehearsalState,
    State,
    Taken,
    Terms,
    Use,
    Version,
)

__all__ = [
    "CHOICE_NAMES",
    "MODE_NAMES",
    "STATE_NAMES",
    "UNLIMITED",
    "AppliedTooLate",
    "Assumptions",
    "BadPromotionWindow",
    "BadRule",
    "Book",
    "CircularRules",
    "Clash",
    "Group",
    "GroupCodeTaken",
    "GroupId",
    "GroupInUse",
    "Limits",
    "Outlook",
    "PastBasket",
    "PastLine",
    "Phase",
    "Plan",
    "Promotion",
    "PromotionChanged",
    "PromotionCodeTaken",
    "PromotionHasBegun",
    "PromotionId",
    "PromotionRow",
    "PromotionUsedUp",
    "RehearsalId",
    "RehearsalRun",
    "RehearsalState",
    "State",
    "Taken",
    "Terms",
    "Told",
    "UnknownGroup",
    "UnknownPromotion",
    "UnknownTarget",
    "Use",
    "Version",
    "alike",
    "audit",
    "begin_rehearsal",
    "book_at",
    "bulk_load_promotions",
    "calendar",
    "change",
    "change_group",
    "competing",
    "draft",
    "duplicate",
    "end",
    "find_promotion",
    "get_group",
    "get_promotion",
    "get_rehearsal",
    "go_live",
    "goods_named",
    "left",
    "list_by_phase",
    "list_groups",
    "list_promotions",
    "list_rehearsals",
    "matches",
    "may_hold_in",
    "open_group",
    "outlook",
    "pause",
    "promotions_by_id",
    "rehearse",
    "release",
    "release_expired",
    "tags",
    "take",
    "taken_of",
    "terms_of",
    "versions_of",
]
