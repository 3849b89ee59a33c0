"""What a draft would have done to baskets of the past: sums that can be put aside between batches, and read as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import compiled, priced

MOST_EXAMPLES = 8
"""How many of the orders that a draft would have reduced are named."""

COUPON = "rehearsal"
"""The coupon that every basket is given for a draft that needs one."""


_IN_ITS_PLACE = frozenset({priced.Why.BEATEN, priced.Why.ALONE, priced.Why.EXCLUDED})


@dataclass(frozen=True, slots=True)
class PastLine:
    """Goods of a basket: `amount` is what they cost before promotions of this house, `tax` how much of it is tax.

    `scale` smallest sale units make a shown one.
    """

    variant: VariantId
    quantity: int
    scale: int
    amount: int
    tax: int = 0


@dataclass(frozen=True, slots=True)
class PastBasket:
    """A basket as it was bought. Channel, place and segments are codes; weekday and minute are the place's.

    What it costs is rounded as its market says.
    """

    order: UUID
    placed_at: datetime
    weekday: int
    minute: int
    channel: str
    place: str
    known: bool
    first_order: bool
    segments: tuple[str, ...]
    lines: tuple[PastLine, ...]
    rounding: compiled.Rounding = compiled.AS_USUAL


class Clash(Struct):
    """A live promotion that met the draft in so many `baskets`, and gave `minor` less because of it."""

    baskets: int = 0
    minor: int = 0


class Told(Struct):
    """What a rehearsal has told so far. Amounts are minor units.

    Of `orders`, which came to `revenue`, the draft would have reduced `touched`. It would have taken `off`; what
    shoppers would have paid less in all is `cost`, since it takes the place of others. The goods that it reduces were
    worth `goods` without it. Of those, `costed` have known costs of `bought`, and would have brought `costed_less`
    less; `breaches` lines of them, of `breached` orders, would have left less than the floor, and left enough without
    it. `beaten` are live promotions that gave less because of it, `lost_to` those that were applied in its place.
    `not_given` counts the other baskets that it looked at, by the kernel's reasons. `inexact` counts baskets for which
    the search of the best had to stop at its limit. `spent_at` is when its budget, or its uses, would have ended.
    """

    orders: int = 0
    revenue: int = 0
    touched: int = 0
    off: int = 0
    cost: int = 0
    goods: int = 0
    costed: int = 0
    costed_less: int = 0
    bought: int = 0
    breaches: int = 0
    breached: int = 0
    inexact: int = 0
    spent_at: datetime | None = None
    beaten: dict[str, Clash] = field(default_factory=dict)
    lost_to: dict[str, int] = field(default_factory=dict)
    not_given: dict[str, int] = field(default_factory=dict)
    examples: list[UUID] = field(default_factory=list)

    @property
    def is_uncosted(self) -> bool:
        """Whether no cost is known of anything that the draft would have reduced, so that no margin is."""
        return self.touched > 0 and not self.costed


@dataclass(frozen=True, slots=True)
class Trial:
    """A draft among the promotions that are live: the rules without it and with it, none of them bound to a time."""

    draft: compiled.Rule
    without: pricing.Rulebook
    together: pricing.Rulebook
    currency: str
    floor_bp: int
    most_off: int | None = None
    most_uses: int | None = None


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What nobody knows: the margin of goods without known cost, and how many more of the reduced goods are sold."""

    margin_bp: int
    uplift_bp: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a draft would come to under assumptions, in minor units.

    `margin` is what the reduced goods brought, `kept` what they bring under the draft if no more of them are sold.
    `break_even_bp` is the uplift by which they bring as much as before; None when no uplift does. `effect` is what the
    margin gains, or loses, under the assumed uplift.
    """

    margin: int
    kept: int
    break_even_bp: int | None
    effect: int


def trial(
    draft: compiled.Rule,
    group: compiled.Group,
    live: pricing.Rulebook,
    currency: str,
    *,
    floor_bp: int = 0,
    most_off: int | None = None,
    most_uses: int | None = None,
) -> Trial:
    """Set a draft among what is live. Nobody hands in coupons but the one of a draft that needs one."""
    others = [_timeless(each.rule) for each in live.entries if not each.rule.needs_coupon and each.rule.id != draft.id]
    groups = {each.group.code: each.group for each in live.entries} | {group.code: group}
    own = _timeless(draft)
    return Trial(
        draft=own,
        without=pricing.Rulebook(others, groups.values()),
        together=pricing.Rulebook([*others, own], groups.values()),
        currency=currency,
        floor_bp=floor_bp,
        most_off=most_off,
        most_uses=most_uses,
    )


def outlook(told: Told, assumed: Assumptions) -> Outlook:
    """Return what the sums come to under assumptions; rounded down, and the uplift to break even up.

    Of a unit more that is sold, the reduced goods bring what they keep of one now.
    """
    unknown = (told.goods - told.costed) * assumed.margin_bp // compiled.WHOLE_BP
    margin = told.costed - told.bought + unknown
    kept = margin - told.cost
    enough = -(-told.cost * compiled.WHOLE_BP // kept) if kept > 0 else None
    return Outlook(margin, kept, enough, kept * assumed.uplift_bp // compiled.WHOLE_BP - told.cost)


def add(
    told: Told,
    on: Trial,
    basket: PastBasket,
    tags: Mapping[VariantId, tuple[str, ...]],
    costs: Mapping[VariantId, tuple[int, int]],
) -> None:
    """Count one basket. `costs` are minor units for so many smallest sale units of what has a known cost."""
    told.orders += 1
    told.revenue += sum(line.amount for line in basket.lines)
    asked = _basket(basket, on, tags)
    calling = {tag for line in asked.lines for tag in line.tags}
    if not asked.lines or all(each.rule.id != on.draft.id for each in on.together.candidates(calling, asked.facts)):
        return
    before, after = pricing.price(asked, on.without), pricing.price(asked, on.together)
    told.inexact += not (before.exact and after.exact)
    verdict = after.verdict(on.draft.id)
    assert verdict is not None, "a rule that is looked at gets a verdict"
    if verdict.why is not priced.Why.APPLIED:
        told.not_given[verdict.why] = told.not_given.get(verdict.why, 0) + 1
        for rule in verdict.by if verdict.why in _IN_ITS_PLACE else ():
            told.lost_to[rule] = told.lost_to.get(rule, 0) + 1
        return
    told.touched += 1
    told.off += verdict.off
    told.cost += before.total - after.total
    if len(told.examples) < MOST_EXAMPLES:
        told.examples.append(basket.order)
    if told.spent_at is None and _is_spent(told, on):
        told.spent_at = basket.placed_at
    _note_beaten(told, before, after, on.draft.id)
    _note_goods(told, on, basket, zip(before.lines, after.lines, strict=True), costs)


def _is_spent(told: Told, on: Trial) -> bool:
    return (on.most_off is not None and told.off >= on.most_off) or (
        on.most_uses is not None and told.touched >= on.most_uses
    )


def _note_beaten(told: Told, before: priced.PricedBasket, after: priced.PricedBasket, draft: str) -> None:
    gave = Counter({each.rule: each.off for each in before.verdicts})
    gave.subtract({each.rule: each.off for each in after.verdicts if each.rule != draft})
    for rule, less in gave.items():
        if less > 0:
            clash = told.beaten.setdefault(rule, Clash())
            clash.baskets += 1
            clash.minor += less


def _note_goods(
    told: Told,
    on: Trial,
    basket: PastBasket,
    lines: Iterable[tuple[priced.Priced, priced.Priced]],
    costs: Mapping[VariantId, tuple[int, int]],
) -> None:
    below = 0
    for was, now in lines:
        if all(each.rule != on.draft.id for each in now.off):
            continue
        told.goods += was.amount
        cost = costs.get(VariantId(UUID(now.article)))
        if cost is not None:
            bought = _divided_up(cost[0] * now.quantity, cost[1])
            tax = sum(basket.lines[int(key)].tax for key in now.keys)
            told.costed += was.amount
            told.costed_less += was.amount - now.amount
            told.bought += bought
            net = [amount - (amount * tax // was.base if was.base else 0) for amount in (was.amount, now.amount)]
            was_below, is_below = (_is_below(each, bought, on.floor_bp) for each in net)
            below += is_below and not was_below
    told.breaches += below
    told.breached += below > 0


def _is_below(net: int, bought: int, floor_bp: int) -> bool:
    """Tell whether what a line brings without its tax leaves less margin than the floor."""
    return (net - bought) * compiled.WHOLE_BP < net * floor_bp


def _basket(basket: PastBasket, on: Trial, tags: Mapping[VariantId, tuple[str, ...]]) -> compiled.Basket:
    return compiled.Basket(
        currency=on.currency,
        lines=tuple(
            compiled.Line(
                key=str(number),
                article=str(line.variant),
                quantity=line.quantity,
                price=line.amount,
                per=line.quantity,
                scale=line.scale,
                tags=tags.get(line.variant, ()),
            )
            for number, line in enumerate(basket.lines)
            if line.quantity > 0
        ),
        facts=compiled.Facts(
            at=int(basket.placed_at.timestamp()),
            weekday=basket.weekday,
            minute=basket.minute,
            channel=basket.channel,
            place=basket.place,
            known=basket.known,
            segments=basket.segments,
            first_order=basket.first_order,
            coupons=(compiled.Coupon(COUPON, on.draft.id),) if on.draft.needs_coupon else (),
        ),
        rounding=basket.rounding,
    )


def _timeless(rule: compiled.Rule) -> compiled.Rule:
    return replace(rule, starts=0, ends=None)


def _divided_up(whole: int, by: int) -> int:
    return -(-whole // by)
