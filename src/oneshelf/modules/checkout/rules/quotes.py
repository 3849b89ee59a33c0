"""Pricing a basket by the kernel: what it is asked, and what its answer means for each line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.checkout.types import BasketQuote, Hint, QuotedLine, Saving
from oneshelf.modules.checkout.types.quotes import LISTED
from oneshelf.modules.orders import public as orders
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import Rulebook, compiled, conditions, priced

Said: TypeAlias = Callable[[priced.Off], str]

MOST_HINTS = 3
"""How many rules a basket is told of that it could meet."""


def kernel_lines(
    lines: Iterable[QuotedLine], tags: Mapping[VariantId, tuple[str, ...]], today: date
) -> tuple[compiled.Line, ...]:
    """Return lines as the kernel is asked about them, by their numbers, on the day that it is where they are sold."""
    return tuple(
        compiled.Line(
            key=str(line.line),
            article=f"v:{line.snapshot.variant}",
            quantity=line.priced.quantity,
            price=line.priced.unit_price.minor,
            per=line.priced.unit_price.per,
            scale=line.snapshot.unit.scale,
            tags=tags.get(line.snapshot.variant, ()),
            tax_class=line.snapshot.tax_class,
            price_version=line.price_version,
            amount=line.listed.minor if line.portion else None,
            days_left=(line.expires_on - today).days if line.expires_on else None,
        )
        for line in lines
    )


def quoted(
    lines: Sequence[QuotedLine],
    basket: compiled.Basket,
    told: priced.PricedBasket,
    book: Rulebook,
    limited: Collection[str] = (),
    *,
    by_somebody: bool = False,
) -> BasketQuote:
    """Return what a basket costs, as the kernel told it. `book` held the rules, of which some are `limited`.

    Bought `by_somebody` who is known it may come to be invoiced: then how it was taxed is sealed too.
    """
    inclusive, handed_in = basket.taxes.inclusive, {each.rule for each in basket.facts.coupons}
    coupons = {each.rule: tuple(map(UUID, each.coupons)) for each in told.verdicts if each.why is priced.Why.APPLIED}
    answers = {key: line for line in told.lines for key in line.keys}
    said = {line.key: _labels(book, line.days_left) for line in basket.lines}
    written = tuple(
        _written(line, answers[str(line.line)], coupons, said[str(line.line)], inclusive=inclusive) for line in lines
    )
    delivery = told.delivery
    charge = (delivery.amount + (0 if inclusive else delivery.tax)) if delivery else 0
    savings = _savings(delivery, coupons, _labels(book, None), basket.currency) if delivery else ()
    reduced = any(saving.rule for own in (savings, *(line.savings for line in written)) for saving in own)
    return BasketQuote(
        lines=written,
        items=Money(pricing.goods_total(told, inclusive=inclusive), basket.currency),
        delivery=Money(charge, basket.currency),
        delivery_savings=savings,
        delivery_tax=delivery.tax if delivery else 0,
        rounding=rounding_name(basket),
        ruled=bool(book.entries),
        coupons=basket.facts.coupons,
        hints=tuple(_hints(told, book)),
        offered=told.offered,
        limited=tuple(each.rule for each in told.verdicts if each.rule in limited and each.why is priced.Why.APPLIED),
        idle=tuple(each for each in told.verdicts if each.rule in handed_in and each.why is not priced.Why.APPLIED),
        treatment=told.treatment,
        seal=pricing.sealed(basket, book, told) if reduced or (by_somebody and basket.taxes.by_class) else None,
    )


def listed(quote: BasketQuote) -> list[QuotedLine]:
    """Return the lines of a quote as they are before anything is taken off or added."""
    return [replace(line, priced=replace(line.priced, amount=line.listed), savings=(), tax=0) for line in quote.lines]


def rounding_name(basket: compiled.Basket) -> str:
    """Return what the rounding of a basket is called on its order: mode and tax, with + where tax was added."""
    if not basket.taxes.by_class:
        return LISTED
    rounding = basket.rounding
    return f"{rounding.mode.value}.{rounding.tax.value}{'' if basket.taxes.inclusive else '+'}"


def is_not_charged(quote: BasketQuote) -> bool:
    """Tell whether the buyer of a basket is not charged the tax of it."""
    return quote.treatment is not compiled.Treatment.CHARGED


def asks_for(rules: Iterable[compiled.Rule], kind: type[compiled.Condition]) -> bool:
    """Tell whether some rule asks for a condition of a kind."""
    return any(isinstance(each, kind) for rule in rules for each in conditions(rule.when))


def _written(
    line: QuotedLine,
    answer: priced.Priced,
    coupons: Mapping[str, tuple[UUID, ...]],
    said: Said,
    *,
    inclusive: bool,
) -> QuotedLine:
    currency = line.priced.amount.currency
    amount = answer.amount + (0 if inclusive else answer.tax)
    return replace(
        line,
        priced=replace(line.priced, amount=Money(amount, currency)),
        savings=_savings(answer, coupons, said, currency),
        tax=answer.tax,
    )


def _savings(
    answer: priced.Priced, coupons: Mapping[str, tuple[UUID, ...]], said: Said, currency: str
) -> tuple[Saving, ...]:
    return tuple(
        Saving(off.rule, off.version, said(off), off.units, Money(off.minor, currency), coupons.get(off.rule, ()))
        for off in answer.off
    )


def _labels(book: Rulebook, days_left: int | None) -> Said:
    """Return what a line with so many days left is told of what was taken off: of a ladder also how much it gives."""

    def said(off: priced.Off) -> str:
        reward = book.by_id[off.rule].rule.reward if off.rule else None
        if not isinstance(reward, compiled.Markdown):
            return off.label
        return f"{off.label} (−{(Decimal(reward.bp_at(days_left)) / 100).normalize():f} %)"

    return said


def _hints(told: priced.PricedBasket, book: Rulebook) -> list[Hint]:
    """Return which rules the basket is closest to, by the share that it lacks."""
    near = [
        each
        for each in told.verdicts
        if each.why in (priced.Why.TOO_LITTLE, priced.Why.TOO_FEW)
        and each.has
        and not _measures(book.by_id[each.rule].rule)
    ]
    near.sort(key=lambda each: ((each.wants - each.has) / each.wants, each.rule))
    return [
        Hint(each.rule, book.by_id[each.rule].rule.label, each.why, each.has, each.wants) for each in near[:MOST_HINTS]
    ]


def _measures(rule: compiled.Rule) -> bool:
    """Tell whether a rule counts what is sold by measure: of such goods nobody says how many are lacking."""
    by_measure = isinstance(rule.reward, compiled.Tiers) and rule.reward.by is compiled.By.MEASURE
    return by_measure or any(isinstance(each, compiled.Holds) and each.measured for each in conditions(rule.when))


def hashed_parts(quote: BasketQuote) -> list[str]:
    """Return what of a quote's lines a payment pays for: what each costs, by which rules it costs less, and the tax."""
    lines = [f"{line.snapshot.variant} {line.priced.quantity} {line.priced.amount.minor}" for line in quote.lines]
    savings = [
        f"{number} {saving.rule} {saving.version} {saving.amount.minor}"
        for number, savings in savings_by_line(quote)
        for saving in savings
    ]
    return [*lines, *savings, *([f"tax {quote.tax.minor}"] if quote.tax else [])]


def savings_by_line(quote: BasketQuote) -> list[tuple[int, tuple[Saving, ...]]]:
    """Return the savings of each line by its number, and of delivery as those of line 0."""
    return [*((line.line, line.savings) for line in quote.lines), (0, quote.delivery_savings)]


def adjustments(quote: BasketQuote) -> list[orders.Adjustment]:
    """Return the savings of a quote as its order keeps them."""
    return [
        orders.Adjustment(
            number,
            orders.PROMOTION if saving.rule else orders.TAX_RELIEF,
            saving.label,
            -saving.amount,
            UUID(saving.rule) if saving.rule else None,
            saving.version if saving.rule else None,
            saving.coupons,
        )
        for number, savings in savings_by_line(quote)
        for saving in savings
    ]
