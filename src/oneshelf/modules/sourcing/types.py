"""The nouns of sourcing. Costs are `mills`: thousandths of a minor unit, so that grams and per cents stay whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.delivery.public import ANYWHERE, Book, Destination, Terms
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import Hours, Place, PlaceId, PlaceKind

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


class Cause(StrEnum):
    """Why places were chosen, or chosen again."""

    PLACED = "placed"
    REJECTED = "rejected"
    SHORT = "short"
    MISSED_CLOCK = "missed_clock"
    CHANGED = "changed"


class Outcome(StrEnum):
    """What became of what a place was asked to do."""

    ASKED = "asked"
    REJECTED = "rejected"
    KEPT = "kept"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """How a place has done of late: lines asked of it and refused by it, promises kept and broken."""

    asked: int = 0
    rejected: int = 0
    kept: int = 0
    broken: int = 0


class PolicyState(StrEnum):
    """A draft is edited and rehearsed; a published policy never changes; a withdrawn draft is not used any more."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy with its story. It holds from `valid_from` until `valid_until`; a draft has neither."""

    policy: Policy
    market: MarketId
    name: str
    state: PolicyState
    valid_from: datetime | None
    valid_until: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """A decision as it is kept: about which order (`subject`), why, by which policy, and all that was looked at."""

    id: DecisionId
    market: MarketId
    subject: UUID
    cause: Cause
    policy: PolicyId | None
    policy_version: int
    decided_at: datetime
    lines: tuple[OrderLine, ...]
    decision: Decision


@dataclass(frozen=True, slots=True)
class NoteColumns:
    """A decision as the parameters of `sourcing_note_decision`, in their order."""

    id: UUID
    market: UUID
    subject: UUID
    cause: str
    policy: UUID | None
    policy_version: int
    at: datetime
    places: list[UUID]
    place_lines: list[int]
    record: str


class WayKind(StrEnum):
    """How goods reach a shopper."""

    TAKE_NOW = "take_now"
    COLLECT = "collect"
    SHIP_TO_STORE = "ship_to_store"
    DELIVER = "deliver"
    SPLIT = "split"


class NotPossible(StrEnum):
    """Why a way is closed to a basket."""

    NOT_OFFERED = "not_offered"
    OUT_OF_STOCK = "out_of_stock"
    CLOSED = "closed"
    NO_CAPACITY = "no_capacity"
    NO_SERVICE = "no_service"
    NO_TRANSPORT = "no_transport"


@dataclass(frozen=True, slots=True)
class Basket:
    """What somebody wants, and what the goods cost them (delivery may be free from some amount on)."""

    lines: tuple[OrderLine, ...]
    goods: Money


@dataclass(frozen=True, slots=True)
class Where:
    """Where a shopper is: a destination of parcels, a store that they stand in or have chosen, or both."""

    destination: Destination = ANYWHERE
    store: PlaceId | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """What one place does for a way: which units, ready when, and the hour of its capacity in which it is done."""

    place: PlaceId
    assignments: tuple[Assignment, ...]
    ready_at: datetime
    slot: datetime | None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to get a basket, or, with a `reason`, why not.

    `place` is the store to which the shopper goes. `cost` is the shopper's, `own_cost` the house's. `earliest` is when
    it can be there, `promised_by` until when it is promised. `confidence` is how likely that is kept, from 0 to 100.
    """

    kind: WayKind
    cost: Money
    own_cost: Money
    place: PlaceId | None = None
    legs: tuple[Leg, ...] = ()
    service: str = ""
    carrier: str = ""
    earliest: datetime | None = None
    promised_by: datetime | None = None
    confidence: int = 0
    distance_m: int | None = None
    reason: NotPossible | None = None
    missing: tuple[Short, ...] = ()

    @property
    def possible(self) -> bool:
        """Whether it can be chosen."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Load:
    """How much of a place's hours in the next day is taken, and the hours that take no more orders."""

    place: PlaceId
    taken: int
    most: int
    full: list[datetime]


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What promises need to know of a place. `limit` is how many orders it takes in an hour; None is any number."""

    place: Place
    hours: Hours
    terms: Terms
    limit: int | None = None
    record: PlaceRecord = PlaceRecord()


@dataclass(frozen=True, slots=True)
class Network:
    """Everything about a market that promises need, stock and taken hours aside."""

    market: MarketId
    currency: str
    time_zone: str
    facts: Mapping[PlaceId, PlaceFacts]
    book: Book
    policy: Policy


@dataclass(frozen=True, slots=True)
class Situation:
    """One question about a basket: the moment, what each place may give (parallel to the lines), and taken hours."""

    network: Network
    lines: tuple[OrderLine, ...]
    units: Mapping[PlaceId, tuple[int, ...]]
    loads: Mapping[PlaceId, Load]
    at: datetime
    destination: Destination = ANYWHERE
    distances: Mapping[PlaceId, int] = field(default_factory=dict)

    def distance_m(self, place: Place) -> int | None:
        """Return how far a place is from the shopper, in metres, when both positions are known."""
        return self.distances.get(place.id)
