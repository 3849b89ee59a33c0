"""Lines, candidates and decisions. Costs are `mills`, thousandths of a minor unit: grams and per cents stay whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery.public import Destination
from oneshelf.modules.places.public import PlaceId, PlaceKind

PolicyId = NewType("PolicyId", UUID)
DecisionId = NewType("DecisionId", UUID)

MILLS = 1000
"""How many mills make one minor unit."""


class RuleKind(StrEnum):
    """What a rule of a policy looks at."""

    COST = "cost"
    SPLIT = "split"
    DISTANCE = "distance"
    REGION = "region"
    PREFER = "prefer"
    STORES = "stores"
    KEEP = "keep"
    BUSY = "busy"
    REJECTION = "rejection"
    AGE = "age"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of a policy.

    `worth` (minor units) is what breaking it counts like beside real costs; `number` is its measure: per cent of real
    costs (COST) or of capacity (BUSY), the most parcels (SPLIT), kilometres (DISTANCE), units (KEEP), days (AGE).
    A `firm` KEEP never touches the last units. `places` are the places that it speaks of, in order.
    """

    kind: RuleKind
    worth: int = 0
    number: int = 0
    places: tuple[PlaceId, ...] = ()
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules by which places are chosen, in the order in which people read them."""

    rules: tuple[Rule, ...]
    id: PolicyId | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`quantity` smallest sale units of a variant, each of `weight_g` grams, for line `line`.

    A kit is as many of these as it has components, all with the number of its line.
    """

    line: int
    variant: VariantId
    quantity: int
    weight_g: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a place that could send.

    `units` and `age_days` (since the goods came; empty when unknown) are parallel to the lines asked about. Costs are
    the house's own, in minor units: `parcel_cost` for one parcel, `unit_cost` for each unit picked, `kg_cost` for each
    kilogram sent. `free_slots` is how many orders it can still take in time, None without a limit.
    """

    place: PlaceId
    kind: PlaceKind
    units: tuple[int, ...]
    region: str = ""
    distance_m: int | None = None
    parcel_cost: int = 0
    unit_cost: int = 0
    kg_cost: int = 0
    free_slots: int | None = None
    busy_percent: int = 0
    rejection_permille: int = 0
    age_days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """Line `line` gets `quantity` units of `variant` from `place`. A kit's line gets several variants."""

    line: int
    place: PlaceId
    variant: VariantId
    quantity: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one rule adds to a cost; `rule` is its place in the policy, from 0."""

    rule: int
    kind: RuleKind
    mills: int


class Lost(StrEnum):
    """Why a place was not chosen."""

    COSTS_MORE = "costs_more"
    LACKS = "lacks"
    FULL = "full"
    FORBIDDEN = "forbidden"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class Alternative:
    """A place that could have sent everything alone, or why it could not.

    With COSTS_MORE, `mills` is what it would have cost, `parts` of what that is made, and `because` the rule that
    speaks most against it; with LACKS, `line` is what it has too little of, and `missing` how many units.
    """

    place: PlaceId
    lost: Lost
    mills: int | None = None
    parts: tuple[Part, ...] = ()
    because: RuleKind | None = None
    line: int | None = None
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Short:
    """`missing` units of a line are nowhere to be had."""

    line: int
    missing: int


@dataclass(frozen=True, slots=True)
class Decision:
    """Which place sends what: all lines or, when `assignments` is empty, none.

    `mills` is its cost by the policy and `bound` what no choice can go below: they are equal when `exact`. `short`
    names lines of which there is too little everywhere; without it, too many parcels would have been needed.
    """

    assignments: tuple[Assignment, ...]
    mills: int
    parts: tuple[Part, ...]
    alternatives: tuple[Alternative, ...]
    exact: bool
    bound: int
    short: tuple[Short, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether every line found a place."""
        return bool(self.assignments)

    @property
    def places(self) -> tuple[PlaceId, ...]:
        """The places that send, each once, in the order of the lines."""
        return tuple(dict.fromkeys(each.place for each in self.assignments))


@dataclass(frozen=True, slots=True)
class Option:
    """One way to send an order: what comes from where, and what that costs by the policy."""

    assignments: tuple[Assignment, ...]
    mills: int


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that waits for its places, with the options that were weighed for it."""

    id: UUID
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch comes to: each order's option, None where there was no room. `bound` is what none can go below.

    Both count what orders without an option were taken to cost (`unserved` each).
    """

    chosen: tuple[Option | None, ...]
    mills: int
    bound: int
    unserved: int

    @property
    def gap_percent(self) -> float:
        """How much the plan may cost more than the best one, at most."""
        return 100 * (self.mills - self.bound) / self.bound if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order that was sent: what of, where to, when it was placed and due, and from where it went."""

    id: UUID
    lines: tuple[OrderLine, ...]
    destination: Destination
    placed_at: datetime
    due_at: datetime | None = None
    sent_from: tuple[PlaceId, ...] = ()
    service: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What one place does of a rehearsal: parcels, those of them ready too late, own cost and metres."""

    parcels: int = 0
    late: int = 0
    own_cost: int = 0
    distance_m: int = 0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What past orders would have come to under one policy. `own_cost` is real: carriers and handling, minor units.

    `moved` of them would have left from other places than they did; `examples` are some of those.
    """

    orders: int = 0
    unplaced: int = 0
    parcels: int = 0
    split: int = 0
    late: int = 0
    own_cost: int = 0
    distance_m: int = 0
    moved: int = 0
    by_place: Mapping[PlaceId, Share] = field(default_factory=dict)
    examples: tuple[UUID, ...] = ()
