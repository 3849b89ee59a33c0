"""What sourcing refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class PlaceBusy(Refusal):
    """The place takes `most` orders in the hour that begins at `slot`, and has no room for these."""

    code = "place_busy"
    field = "place"
    place: str
    slot: str
    most: int


@dataclass(eq=False)
class BadRule(Refusal):
    """The rule at `position` (from 1) of a policy cannot be: a place is missing, or a figure is out of its range."""

    code = "bad_sourcing_rule"
    status = 422
    field = "rules"
    position: int


@dataclass(eq=False)
class PolicyFixed(Refusal):
    """A policy that was published or withdrawn never changes: edit a draft."""

    code = "policy_fixed"
    version: int


@dataclass(eq=False)
class PolicyInThePast(Refusal):
    """A policy holds from now or later, and from a moment behind the beginning of the one that holds then."""

    code = "policy_in_the_past"
    status = 422
    field = "starts"


@dataclass(eq=False)
class NowhereToSource(Refusal):
    """No choice of places can send it all: `missing` units of `line` are short (line 0: too many parcels needed)."""

    code = "nowhere_to_source"
    line: int
    missing: int


@dataclass(eq=False)
class OptimiserMissing(Refusal):
    """The batch optimiser needs the extra `optimiser`."""

    code = "optimiser_missing"
