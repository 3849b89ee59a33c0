"""Pricing a basket."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from oneshelf.modules.pricing.errors import BadLine, BadQuantity, BasketTooLarge
from oneshelf.modules.pricing.rules.kernel.arithmetic import divided
from oneshelf.modules.pricing.rules.kernel.book import Entry, Rulebook
from oneshelf.modules.pricing.rules.kernel.goods import DELIVERY, Goods, Row, gathered
from oneshelf.modules.pricing.rules.kernel.groups import Outcome, Run
from oneshelf.modules.pricing.rules.kernel.search import Effort
from oneshelf.modules.pricing.rules.kernel.taxes import Taxed, taxed
from oneshelf.modules.pricing.types.compiled import AS_USUAL, Basket, Line, Rounding, Treatment
from oneshelf.modules.pricing.types.priced import Off, Priced, PricedBasket, Verdict, Why

MOST_UNITS = 10**9
"""The most smallest sale units on one line of a basket."""

HIGHEST_AMOUNT = 10**12
"""The highest price, in minor units."""

MOST_DAYS = 100_000
"""The most days that may be left on a line."""

MOST_WORTH = 2**52
"""The most a basket may come to, in minor units: with as much tax on top, every runtime still knows it exactly."""


def price(basket: Basket, book: Rulebook, also: Iterable[str] = ()) -> PricedBasket:
    """Return what a basket comes to under the rules of a book, with the reason for every cent.

    Neither the order of its lines nor their splitting changes anything. The rules `also` get a verdict even where
    nothing in the basket calls for them. Raises BadQuantity, BadLine and BasketTooLarge.
    """
    _check(basket)
    rows = gathered(basket)
    delivery = basket.delivery.minor if basket.delivery else None
    if sum(row.base for row in rows) + (delivery or 0) > MOST_WORTH:
        raise BasketTooLarge(most=MOST_WORTH)
    if not book.entries and not basket.facts.coupons:
        return _written(basket, rows, Outcome(0), exact=True)
    goods, effort = Goods(rows, delivery), Effort()
    entries = book.candidates(goods.by_tag, basket.facts, also)
    outcome = _best(entries, goods, basket, book, effort)
    _tell_of_coupons(outcome, basket)
    return _written(basket, rows, outcome, exact=effort.exact)


def in_cash(total: int, rounding: Rounding) -> int:
    """Return what a total comes to in cash, where there are no coins small enough for it."""
    return divided(total, rounding.cash) * rounding.cash


def _check(basket: Basket) -> None:
    for line in basket.lines:
        if not 1 <= line.quantity <= MOST_UNITS:
            raise BadQuantity(value=line.quantity, most=MOST_UNITS)
        bounds = {"price": (0, HIGHEST_AMOUNT), "per": (1, MOST_UNITS), "scale": (1, MOST_UNITS)}
        if line.amount is not None:
            bounds["amount"] = (0, HIGHEST_AMOUNT)
        if line.days_left is not None:
            bounds["days_left"] = (0, MOST_DAYS)
        for name, (least, most) in bounds.items():
            if not least <= getattr(line, name) <= most:
                raise BadLine(line=line.key, name=name, value=getattr(line, name))
    if basket.delivery and not 0 <= basket.delivery.minor <= HIGHEST_AMOUNT:
        raise BadLine(line="", name="delivery", value=basket.delivery.minor)


def _best(entries: Sequence[Entry], goods: Goods, basket: Basket, book: Rulebook, effort: Effort) -> Outcome:
    """Return what rules do together, or one that stands alone if that is better for the buyer."""

    def run(own: Sequence[Entry]) -> Outcome:
        goods.begin_anew()
        return Run(goods, basket.facts, book, basket.rounding, effort).apply(own)

    together = run([entry for entry in entries if not entry.rule.exclusive])
    lonely = {entry.rule.id: run([entry]) for entry in entries if entry.rule.exclusive}
    best = min([together, *lonely.values()], key=lambda outcome: outcome.left)
    for outcome in [together, *lonely.values()]:
        if outcome is not best:
            by = tuple(each.rule for each in best.verdicts.values() if each.why is Why.APPLIED)
            for rule, verdict in outcome.verdicts.items():
                beaten = Verdict(rule, Why.BEATEN if outcome is not together else Why.ALONE, by=by)
                best.verdicts.setdefault(rule, beaten if verdict.why is Why.APPLIED else verdict)
    return best


def _tell_of_coupons(outcome: Outcome, basket: Basket) -> None:
    """Let every coupon that was handed in be spoken of by a verdict."""
    for rule in sorted({each.rule for each in basket.facts.coupons}):
        verdict = outcome.verdicts.get(rule, Verdict(rule, Why.NOT_IN_FORCE))
        if verdict.why is not Why.APPLIED:
            handed_in = sorted(each.id for each in basket.facts.coupons if each.rule == rule)
            outcome.verdicts[rule] = replace(verdict, coupons=tuple(handed_in))


def _written(basket: Basket, rows: Sequence[Row], outcome: Outcome, *, exact: bool) -> PricedBasket:
    lines = [_priced(row, outcome.off.get(at, ())) for at, row in enumerate(rows)]
    classes = [row.line.tax_class for row in rows]
    if basket.delivery:
        charge = Line("", "", 1, basket.delivery.minor, tax_class=basket.delivery.tax_class)
        lines.append(_priced(Row(charge, (), 1, charge.price, frozenset()), outcome.off.get(DELIVERY, ())))
        classes.append(charge.tax_class)
    amounts = [(line.amount, tax_class) for line, tax_class in zip(lines, classes, strict=True)]
    found, bands = taxed(amounts, basket.taxes, basket.rounding) if basket.taxes.by_class else ([], [])
    if found:
        lines = [_with_tax(line, each, basket) for line, each in zip(lines, found, strict=True)]
    delivery = lines.pop() if basket.delivery else None
    items, tax = sum(line.amount for line in lines), sum(line.tax for line in lines) + (delivery.tax if delivery else 0)
    return PricedBasket(
        currency=basket.currency,
        lines=tuple(lines),
        items=items,
        total=items + (delivery.amount if delivery else 0) + (0 if basket.taxes.inclusive else tax),
        delivery=delivery,
        tax=tax,
        bands=tuple(sorted(bands, key=lambda band: (band.code, band.ppm))),
        treatment=basket.taxes.treatment,
        verdicts=tuple(outcome.verdicts[rule] for rule in sorted(outcome.verdicts)),
        offered=tuple(outcome.offered),
        rounding=AS_USUAL if basket.rounding == AS_USUAL else basket.rounding,
        exact=exact,
    )


def _priced(row: Row, off: Sequence[Off]) -> Priced:
    amount = row.base - sum(each.minor for each in off)
    return Priced(row.keys, row.line.article, row.quantity, row.base, amount, off=tuple(off))


def _with_tax(line: Priced, found: Taxed, basket: Basket) -> Priced:
    """Return a line with its tax; of a buyer who is not charged, without the tax that its price holds."""
    if basket.taxes.treatment is Treatment.CHARGED:
        return replace(line, tax=found.tax, taxes=found.parts)
    if not found.tax:
        return line
    relief = Off("", 0, "", line.quantity, found.tax)
    return replace(line, amount=line.amount - found.tax, off=(*line.off, relief))
