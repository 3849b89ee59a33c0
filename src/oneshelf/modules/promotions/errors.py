"""What promotions refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownPromotion(Refusal):
    """There is no promotion `promotion` (an id or a code)."""

    code = "unknown_promotion"
    status = 404
    field = "promotion"
    promotion: str


@dataclass(eq=False)
class UnknownGroup(Refusal):
    """There is no stacking group `group` in the market."""

    code = "unknown_promotion_group"
    status = 404
    field = "group"
    group: str


@dataclass(eq=False)
class PromotionCodeTaken(Refusal):
    """Another promotion of the market has the code `value`."""

    code = "promotion_code_taken"
    field = "code"
    value: str


@dataclass(eq=False)
class GroupCodeTaken(Refusal):
    """Another stacking group of the market has the code `value`."""

    code = "promotion_group_code_taken"
    field = "code"
    value: str


@dataclass(eq=False)
class PromotionChanged(Refusal):
    """Somebody changed it in the meantime: it is at version `version` now."""

    code = "promotion_changed"
    field = "version"
    version: int


@dataclass(eq=False)
class GroupInUse(Refusal):
    """What is live in the group, such as `promotion` (a code), would be applied otherwise."""

    code = "promotion_group_in_use"
    field = "mode"
    promotion: str


@dataclass(eq=False)
class BadRule(Refusal):
    """The `part` of a rule ('reward.bp') cannot be `value`; `wanted` is the code of what it could be."""

    code = "bad_rule"
    status = 422
    field = "terms"
    part: str
    value: str
    wanted: str


@dataclass(eq=False)
class BadPromotionWindow(Refusal):
    """A promotion cannot hold from `starts` until `ends` (ISO 8601): the end comes after the beginning, and now."""

    code = "bad_promotion_window"
    status = 422
    field = "ends"
    starts: str
    ends: str


@dataclass(eq=False)
class PromotionHasBegun(Refusal):
    """A promotion that held from `starts` (ISO 8601) on cannot begin at another time."""

    code = "promotion_has_begun"
    field = "starts"
    starts: str


@dataclass(eq=False)
class UnknownTarget(Refusal):
    """The `part` of a rule names `value`, which is not there (any more)."""

    code = "unknown_target"
    status = 422
    field = "terms"
    part: str
    value: str


@dataclass(eq=False)
class CircularRules(Refusal):
    """Promotions wait for each other: each of `promotions` (codes, joined by arrows) for the one behind it."""

    code = "circular_rules"
    status = 422
    field = "terms"
    promotions: str


@dataclass(eq=False)
class AppliedTooLate(Refusal):
    """The condition names promotion `promotion` (a code), which is applied later: its group or priority comes after."""

    code = "applied_too_late"
    status = 422
    field = "terms"
    promotion: str


@dataclass(eq=False)
class PromotionUsedUp(Refusal):
    """Promotion `promotion` (an id) gives no more: its `limit` (uses, day, customer or budget) is reached."""

    code = "promotion_used_up"
    field = "promotion"
    promotion: str
    limit: str
