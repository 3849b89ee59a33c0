"""What the pricing kernel is given: a basket, facts about its buyer, rules and taxes, all as plain data.

Everything here is integers, texts and tuples, and goes through JSON unchanged (`msgspec`), because two runtimes read
it: the server, and a till that has no line. An article is known by its tags (`v:` variant, `p:` product, `c:` each
category on its path, `b:` brand, `s:` product set), so that the kernel needs no catalogue; local time, and what is left
of a limit, are facts that the caller states, so that it needs neither zones nor a database.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from oneshelf.modules.pricing.types.rewards import AmountEach as AmountEach
from oneshelf.modules.pricing.types.rewards import By as By
from oneshelf.modules.pricing.types.rewards import Markdown as Markdown
from oneshelf.modules.pricing.types.rewards import MarkdownStep as MarkdownStep
from oneshelf.modules.pricing.types.rewards import Percent as Percent
from oneshelf.modules.pricing.types.rewards import Step as Step
from oneshelf.modules.pricing.types.rewards import Tiers as Tiers
from oneshelf.modules.pricing.types.rewards import UnitPriced as UnitPriced

WHOLE_BP = 10_000
"""Hundredths of a percent (basis points) of the whole."""

WHOLE_PPM = 1_000_000
"""Millionths of the whole."""


class Match(Struct, frozen=True, omit_defaults=True):
    """Which articles are meant: any of some tags (all articles where none is named), all of others, none of others."""

    any_of: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()


EVERYTHING = Match()


class All(Struct, frozen=True, tag="all", tag_field="kind"):
    """True when every part is; so it is without parts."""

    of: tuple[Condition, ...]


class Any(Struct, frozen=True, tag="any", tag_field="kind"):
    """True when a part is."""

    of: tuple[Condition, ...]


class Not(Struct, frozen=True, tag="not", tag_field="kind"):
    """True when its part is not."""

    of: Condition


class Holds(Struct, frozen=True, omit_defaults=True, tag="holds", tag_field="kind"):
    """The basket holds at least `least` (and at most `most`) pieces of what matches.

    A packed and labelled portion is one piece. What is sold by measure is no piece: with `measured` its smallest sale
    units (grams, millilitres) are counted instead.
    """

    match: Match
    least: int
    most: int | None = None
    measured: bool = False


class Worth(Struct, frozen=True, omit_defaults=True, tag="worth", tag_field="kind"):
    """What matches is worth at least `least` (and at most `most`) minor units: as listed, or as `reduced` so far."""

    match: Match
    least: int
    most: int | None = None
    reduced: bool = False


class Segment(Struct, frozen=True, tag="segment", tag_field="kind"):
    """The buyer is known, and in one of these segments or groups."""

    any_of: tuple[str, ...]


class FirstOrder(Struct, frozen=True, tag="first_order", tag_field="kind"):
    """The buyer is known, and has not ordered before."""


class Channel(Struct, frozen=True, tag="channel", tag_field="kind"):
    """The basket is in one of these channels (codes)."""

    any_of: tuple[str, ...]


class Place(Struct, frozen=True, tag="place", tag_field="kind"):
    """The goods are bought or collected at one of these places (codes)."""

    any_of: tuple[str, ...]


class Hours(Struct, frozen=True, tag="hours", tag_field="kind"):
    """It is one of these weekdays (0 is Monday) and between two minutes of the day, half-open.

    An end that is not after the beginning is one of the next day: the weekday is that on which it began.
    """

    days: tuple[int, ...]
    starts: int
    ends: int


class Pays(Struct, frozen=True, tag="pays", tag_field="kind"):
    """The buyer pays by one of these methods."""

    any_of: tuple[str, ...]


class Applied(Struct, frozen=True, tag="applied", tag_field="kind"):
    """Another rule, one that stands before this one, has been applied to the basket."""

    rule: str


Condition: TypeAlias = All | Any | Not | Holds | Worth | Segment | FirstOrder | Channel | Place | Hours | Pays | Applied


class AmountOff(Struct, frozen=True, tag="amount_off", tag_field="kind"):
    """So many minor units off all that matches together, spread over it by value."""

    minor: int


class BuyGet(Struct, frozen=True, omit_defaults=True, tag="buy_get", tag_field="kind"):
    """With every `buy` pieces of what matches come `get` more with `bp` basis points off (10,000: free).

    Without `gets` it is the cheapest of the same `buy` + `get` pieces that are reduced ("every third free" buys 2 and
    gets 1); with `gets` any pieces that match it, which may be the same articles.
    """

    buy: int
    get: int
    bp: int = WHOLE_BP
    gets: Match | None = None


class Part(Struct, frozen=True):
    """`pieces` of what matches, in a bundle."""

    match: Match
    pieces: int


class Bundle(Struct, frozen=True, tag="bundle", tag_field="kind"):
    """One of each part together cost `minor` minor units."""

    parts: tuple[Part, ...]
    minor: int


class DeliveryPriced(Struct, frozen=True, tag="delivery", tag_field="kind"):
    """Delivery costs at most `minor` minor units; 0 is free delivery."""

    minor: int


class Gift(Struct, frozen=True, tag="gift", tag_field="kind"):
    """`pieces` of the article with tag `article` cost nothing; none of it counts for the rule's own conditions.

    What is not in the basket yet is offered.
    """

    article: str
    pieces: int = 1


Reward: TypeAlias = (
    Percent | AmountEach | UnitPriced | AmountOff | BuyGet | Bundle | Tiers | Markdown | DeliveryPriced | Gift
)


class Caps(Struct, frozen=True, omit_defaults=True):
    """How much of a reward one basket gets, once for each coupon where it needs one; None is no limit.

    `times` counts how often a bundle, a buy-and-get or an amount off is given, `pieces` what it reduces, `off` minor
    units in all.
    """

    times: int | None = None
    pieces: int | None = None
    off: int | None = None


NO_CAPS = Caps()


class Rule(Struct, frozen=True, omit_defaults=True):
    """A promotion as the kernel applies it. It holds from `starts` until just before `ends` (seconds since 1970).

    `match` is what it reduces (of a bundle, its parts tell). It stands in a `group`; the lower its `priority`, the
    earlier. An `exclusive` rule applies alone. One that needs a coupon is applied once a coupon of it is handed in.
    One that is for those who are `not_in_closed` groups is for nobody: who was in a closed group is not told any more.
    """

    id: str
    version: int
    label: str
    reward: Reward
    group: str
    match: Match = EVERYTHING
    when: Condition | None = None
    starts: int = 0
    ends: int | None = None
    priority: int = 100
    exclusive: bool = False
    needs_coupon: bool = False
    caps: Caps = NO_CAPS
    not_in_closed: bool = False


class Mode(StrEnum):
    """How rules of one group go together.

    STACK: each in turn, on what the ones before it left. UNIT: a piece is reduced by one of them. BASKET: a basket is
    reduced by one of them.
    """

    STACK = "stack"
    UNIT = "unit"
    BASKET = "basket"


class Choice(StrEnum):
    """Who wins in a group: what is BEST for the customer, or what comes first by PRIORITY."""

    BEST = "best"
    PRIORITY = "priority"


class Group(Struct, frozen=True, omit_defaults=True):
    """A stacking group. Groups are applied by `order`, each on what the earlier ones left."""

    code: str
    order: int
    mode: Mode = Mode.UNIT
    choice: Choice = Choice.BEST


class Component(Struct, frozen=True, omit_defaults=True):
    """One tax on a class of goods: `ppm` millionths (88,750 is 8.875 %).

    A `compound` one is taken of the amount with the taxes before it.
    """

    code: str
    ppm: int
    compound: bool = False


class Treatment(StrEnum):
    """Whether tax is charged, the buyer is exempt, or owes it themselves (reverse charge)."""

    CHARGED = "charged"
    EXEMPT = "exempt"
    REVERSE = "reverse"


class Taxes(Struct, frozen=True, omit_defaults=True):
    """What each tax class is taxed at, for one basket. Prices hold the tax when it is `inclusive`.

    `version` names the table that the rates were read from.
    """

    inclusive: bool = True
    by_class: dict[str, tuple[Component, ...]] = {}
    treatment: Treatment = Treatment.CHARGED
    version: str = ""


class RoundingMode(StrEnum):
    """What happens to halves."""

    HALF_AWAY = "half_away"
    HALF_EVEN = "half_even"


class TaxRounding(StrEnum):
    """Whether tax is rounded on each line, or on the sum of what one tax is taken of."""

    LINE = "line"
    DOCUMENT = "document"


class Rounding(Struct, frozen=True, omit_defaults=True):
    """How a document is rounded; kept with it. `cash` is the smallest coin, in minor units, that cash is paid in."""

    mode: RoundingMode = RoundingMode.HALF_AWAY
    tax: TaxRounding = TaxRounding.DOCUMENT
    cash: int = 1


UNTAXED = Taxes()
AS_USUAL = Rounding()


class Line(Struct, frozen=True, omit_defaults=True):
    """`quantity` smallest sale units of an article, at `price` minor units for each `per` of them.

    `scale` smallest units make a shown one: 1 of what is sold by the piece, 1000 by measure. `amount` is the price of a
    packed and labelled portion, which is one piece and not computed. What is `protected` no rule reduces or counts.
    `price_version` names the price. On its last day it has 0 `days_left`; None where nobody has said which that is.
    """

    key: str
    article: str
    quantity: int
    price: int
    per: int = 1
    scale: int = 1
    amount: int | None = None
    tags: tuple[str, ...] = ()
    tax_class: str = "standard"
    protected: bool = False
    price_version: str = ""
    days_left: int | None = None


class Charge(Struct, frozen=True, omit_defaults=True):
    """What delivery costs before rules, in minor units."""

    minor: int
    tax_class: str = "standard"


class Coupon(Struct, frozen=True):
    """A coupon that was handed in, for a rule."""

    id: str
    rule: str


class Left(Struct, frozen=True, omit_defaults=True):
    """What is left of a rule's limits for this buyer, at this moment: uses, and minor units; None is no limit.

    None are left `to_unknown` buyers where uses are counted for each customer.
    """

    uses: int | None = None
    off: int | None = None
    to_unknown: bool = False


class Facts(Struct, frozen=True, omit_defaults=True):
    """Who buys, where, when and how. `at` is in seconds since 1970; weekday and minute of the day are the place's."""

    at: int
    weekday: int
    minute: int
    channel: str = ""
    place: str = ""
    known: bool = False
    segments: tuple[str, ...] = ()
    first_order: bool = False
    payment: str = ""
    coupons: tuple[Coupon, ...] = ()
    left: dict[str, Left] = {}


class Basket(Struct, frozen=True, omit_defaults=True):
    """What is to be priced."""

    currency: str
    lines: tuple[Line, ...]
    facts: Facts
    delivery: Charge | None = None
    taxes: Taxes = UNTAXED
    rounding: Rounding = AS_USUAL
