"""What cases refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class CaseSettled(Refusal):
    """The case is settled already, as `solution`."""

    code = "case_settled"
    case: str
    solution: str


@dataclass(eq=False)
class NoSuchWay(Refusal):
    """The case was never offered way `number`."""

    code = "no_such_way"
    status = 422
    field = "way"
    number: int


@dataclass(eq=False)
class StillMissing(Refusal):
    """`units` of a line are still missing and wanted, so that the case ends with a way out of it only."""

    code = "still_missing"
    case: str
    units: int


@dataclass(eq=False)
class WayGone(Refusal):
    """What was offered is not there any more."""

    code = "way_gone"
    case: str
