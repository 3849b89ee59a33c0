"""What counts refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class NothingToCount(Refusal):
    """No article answers to what a count asks for."""

    code = "nothing_to_count"
    status = 422
    field = "basis"


@dataclass(eq=False)
class NotInCount(Refusal):
    """The article is not on the list of this count; `article` is what was scanned."""

    code = "not_in_count"
    status = 422
    field = "code"
    article: str


@dataclass(eq=False)
class SomebodyElseCounts(Refusal):
    """Another person is counting this article in this round."""

    code = "somebody_else_counts"
    article: str


@dataclass(eq=False)
class CountedBefore(Refusal):
    """Whoever counted an article before does not count it again: another person must."""

    code = "counted_before"
    article: str


@dataclass(eq=False)
class AgreedAlready(Refusal):
    """The article is counted, and its figure is agreed."""

    code = "agreed_already"
    article: str


@dataclass(eq=False)
class BadCount(Refusal):
    """What was counted is a whole number of smallest units, zero or more."""

    code = "bad_count"
    status = 422
    field = "quantity"
    value: int


@dataclass(eq=False)
class NotAllCounted(Refusal):
    """`left` articles of the count are not agreed yet."""

    code = "not_all_counted"
    left: int


@dataclass(eq=False)
class AboveAuthority(Refusal):
    """The correction is worth more than whoever approves it may decide."""

    code = "above_authority"
    status = 403


@dataclass(eq=False)
class DecidedAlready(Refusal):
    """The correction was approved or turned down before."""

    code = "decided_already"
