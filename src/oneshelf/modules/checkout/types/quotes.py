"""What a basket costs, line by line, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.markets.public import Market
from oneshelf.modules.orders.public import Contact, Sums, gathered
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing.public import Buys, PricedLine, Sealed, compiled, priced

LISTED = "line_half_away"
"""The rounding of what costs what is listed: each line once, halves away from zero, and no tax told."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who buys, where, when and how, as far as prices ask about it besides the goods.

    `place` is where goods are bought or collected, `contact` to whom they are sent; `payment` is the method by which
    all of it is paid, '' as long as that is not known, or by several. `coupons` are those that were handed in. What the
    checkout `held_by` holds of limits is left to it.
    """

    market: Market
    buyer: Buys
    at: datetime
    place: Place | None = None
    contact: Contact | None = None
    payment: str = ""
    coupons: tuple[compiled.Coupon, ...] = ()
    held_by: UUID | None = None

    @property
    def local(self) -> datetime:
        """The moment as clocks show it: those of the store in which it is bought, otherwise those of the market."""
        zone = self.place.time_zone if self.place and self.buyer.place else self.market.time_zone
        return self.at.astimezone(ZoneInfo(zone))

    @property
    def is_known(self) -> bool:
        """Whether its buyer is a customer, or a business that named its VAT id."""
        return self.buyer.customer is not None or bool(self.contact and self.contact.vat_id)


@dataclass(frozen=True, slots=True)
class Saving:
    """Why something costs less than listed: `amount` less for `units` smallest sale units, by a rule in a version.

    Without a rule it is the tax that an exempt buyer is not charged. `coupons` are those that the rule used.
    """

    rule: str
    version: int
    label: str
    units: int
    amount: Money
    coupons: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line with what it is and what it costs; lines are numbered from 1.

    Its amount is what is listed for the quantity less its `savings`. It holds the `tax` (minor units), also where
    prices do not: there that has been added. `price_version` names the price. Its goods `expires_on` a day that their
    label says. A `portion` is one packed piece; what its label says it costs is its unit price for all of it.
    """

    line: int
    snapshot: VariantSnapshot
    priced: PricedLine
    savings: tuple[Saving, ...] = ()
    tax: int = 0
    price_version: str = ""
    expires_on: date | None = None
    portion: bool = False

    @property
    def labelled(self) -> bool:
        """Whether a label says more of it than which article it is."""
        return self.portion or self.expires_on is not None

    @property
    def listed(self) -> Money:
        """What it costs without savings and added tax."""
        return self.priced.unit_price.times(self.priced.quantity)

    @property
    def reduced(self) -> Money:
        """What it costs after savings, without added tax."""
        return self.listed - sum((saving.amount for saving in self.savings), Money.zero(self.priced.amount.currency))


@dataclass(frozen=True, slots=True)
class Hint:
    """What a basket lacks to be reduced by a rule: it has `has` of what the rule wants `wants`."""

    rule: str
    label: str
    why: priced.Why
    has: int
    wants: int

    @property
    def lacks(self) -> int:
        """How much is lacking: pieces, or minor units."""
        return self.wants - self.has


@dataclass(frozen=True, slots=True)
class BasketQuote:
    """What a basket costs, line by line. `total` is items and delivery, which hold their tax, or have had it added.

    `rounding` names how it was rounded, and ends in + where tax was added. It was `ruled` when its market had rules;
    `seal` is there when any of them took something off, and where taxes are known and its buyer is. `coupons` are all
    that were handed in, used or not.
    `limited` are the rules with limits over all baskets that took something off, `idle` says why rules of coupons did
    not. It was priced as of `at` (None in what the release before quoted) for who pays by `payment`; where some rule
    `asks_payment`, it may cost another sum by another method. The `treatment` says whether tax is charged at all.
    """

    lines: tuple[QuotedLine, ...]
    items: Money
    delivery: Money
    delivery_savings: tuple[Saving, ...] = ()
    delivery_tax: int = 0
    rounding: str = LISTED
    ruled: bool = False
    coupons: tuple[compiled.Coupon, ...] = ()
    hints: tuple[Hint, ...] = ()
    offered: tuple[priced.Offered, ...] = ()
    limited: tuple[str, ...] = ()
    idle: tuple[priced.Verdict, ...] = ()
    seal: Sealed | None = None
    at: datetime | None = None
    payment: str = ""
    asks_payment: bool = False
    treatment: compiled.Treatment = compiled.Treatment.CHARGED

    @property
    def total(self) -> Money:
        """What the shopper pays."""
        return self.items + self.delivery

    @property
    def tax(self) -> Money:
        """The tax in the total."""
        return Money(sum(line.tax for line in self.lines) + self.delivery_tax, self.items.currency)

    @property
    def sums(self) -> Sums:
        """What it comes to, in the steps in which people read it."""
        nothing, adds = Money.zero(self.items.currency), self.rounding.endswith("+")
        off = sum((saving.amount for saving in self.delivery_savings), nothing)
        added = Money(self.delivery_tax, self.items.currency) if adds else nothing
        return Sums(
            goods=sum((line.listed for line in self.lines), nothing),
            taken=gathered((saving.label, -saving.amount) for saving in self.savings),
            delivery=self.delivery + off - added,
            tax=self.tax if adds else None,
            total=self.total,
        )

    @property
    def savings(self) -> tuple[Saving, ...]:
        """All savings of lines and delivery."""
        return (*(saving for line in self.lines for saving in line.savings), *self.delivery_savings)

    @property
    def saved(self) -> Money:
        """What all of it costs less than listed."""
        return sum((saving.amount for saving in self.savings), Money.zero(self.items.currency))

    @property
    def taken_by_rule(self) -> dict[str, int]:
        """What each rule took off, in minor units."""
        taken: dict[str, int] = {}
        for saving in self.savings:
            if saving.rule:
                taken[saving.rule] = taken.get(saving.rule, 0) + saving.amount.minor
        return taken

    @property
    def coupons_used(self) -> frozenset[UUID]:
        """The coupons that took something off."""
        return frozenset(coupon for saving in self.savings for coupon in saving.coupons)
