"""What the pricing kernel answers: a priced basket in which every cent is explained."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from oneshelf.modules.pricing.types.compiled import AS_USUAL, Rounding, Treatment


class Off(Struct, frozen=True, omit_defaults=True):
    """Why a line costs less than listed: `minor` minor units less for `units` smallest sale units, by one rule.

    Without a rule it is the tax that an exempt buyer is not charged.
    """

    rule: str
    version: int
    label: str
    units: int
    minor: int


class TaxPart(Struct, frozen=True):
    """How much of one tax: `minor` minor units."""

    code: str
    ppm: int
    minor: int


class Priced(Struct, frozen=True, omit_defaults=True):
    """A line: `base` as listed, what rules took `off` it, and the `amount` that is left, with its `taxes`.

    Where prices hold their tax, so does the amount. Lines of one article at one price are one, with all their `keys`.
    """

    keys: tuple[str, ...]
    article: str
    quantity: int
    base: int
    amount: int
    tax: int = 0
    off: tuple[Off, ...] = ()
    taxes: tuple[TaxPart, ...] = ()


class Band(Struct, frozen=True):
    """All that one tax is taken of: the `taxable` amount, without tax, and the tax."""

    code: str
    ppm: int
    taxable: int
    tax: int


class Why(StrEnum):
    """Why a rule was applied, or was not."""

    APPLIED = "applied"
    NOT_IN_FORCE = "not_in_force"
    NOT_YET = "not_yet"
    OVER = "over"
    NEEDS_COUPON = "needs_coupon"
    USED_UP = "used_up"
    WHO_BUYS = "who_buys"
    GROUP_CLOSED = "group_closed"
    NOTHING_MATCHES = "nothing_matches"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"
    TOO_LITTLE = "too_little"
    TOO_MUCH = "too_much"
    OTHER_BUYERS = "other_buyers"
    NOT_FIRST_ORDER = "not_first_order"
    OTHER_CHANNEL = "other_channel"
    OTHER_PLACE = "other_place"
    OTHER_HOURS = "other_hours"
    OTHER_PAYMENT = "other_payment"
    OTHER_RULE = "other_rule"
    EXCLUDED = "excluded"
    NO_GAIN = "no_gain"
    BEATEN = "beaten"
    ALONE = "alone"


class Verdict(Struct, frozen=True, omit_defaults=True):
    """What became of a rule. Where something is missing, the basket has `has` and the rule wants `wants` of it.

    Where others won, `by` names them. `coupons` are the ones that were used, or could not be.
    """

    rule: str
    why: Why
    off: int = 0
    has: int = 0
    wants: int = 0
    by: tuple[str, ...] = ()
    coupons: tuple[str, ...] = ()


class Offered(Struct, frozen=True):
    """`pieces` of a gift that the basket may take, by a rule, and has not."""

    rule: str
    article: str
    pieces: int


class PricedBasket(Struct, frozen=True, omit_defaults=True):
    """What a basket comes to, in minor units of its currency.

    `items` is the sum of the lines' amounts. `total` is what the buyer pays: items and delivery, and the tax where
    prices do not hold it. It is `exact` unless the search for what is best had to stop at its limit.
    """

    currency: str
    lines: tuple[Priced, ...]
    items: int
    total: int
    delivery: Priced | None = None
    tax: int = 0
    bands: tuple[Band, ...] = ()
    treatment: Treatment = Treatment.CHARGED
    verdicts: tuple[Verdict, ...] = ()
    offered: tuple[Offered, ...] = ()
    rounding: Rounding = AS_USUAL
    exact: bool = True

    def verdict(self, rule: str) -> Verdict | None:
        """Return what became of a rule; None where nothing in the basket made it one to look at."""
        return next((each for each in self.verdicts if each.rule == rule), None)
