"""Tax on a priced basket: held in its prices or added to them, rounded by line or by document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oneshelf.modules.pricing.rules.kernel.arithmetic import divided, shared
from oneshelf.modules.pricing.types.compiled import (
    WHOLE_PPM,
    Component,
    Rounding,
    Taxes,
    TaxRounding,
    Treatment,
)
from oneshelf.modules.pricing.types.priced import Band, TaxPart


@dataclass(frozen=True, slots=True)
class Taxed:
    """An amount of one tax class, with the tax that is held in it or comes on top, tax by tax."""

    amount: int
    parts: tuple[TaxPart, ...] = ()

    @property
    def tax(self) -> int:
        """All of its tax."""
        return sum(part.minor for part in self.parts)


def taxed(amounts: Sequence[tuple[int, str]], taxes: Taxes, rounding: Rounding) -> tuple[list[Taxed], list[Band]]:
    """Return the tax of (amount, tax class) pairs, and the sums of each tax.

    Of a document, tax is worked out for the sum of all that is taxed alike, and shared over the amounts. For a buyer
    who is not charged, the parts say what the amounts held and the bands have no tax.
    """
    alike: dict[tuple[Component, ...], list[int]] = {}
    for at, (_, tax_class) in enumerate(amounts):
        alike.setdefault(taxes.by_class.get(tax_class, ()), []).append(at)
    found = [Taxed(amount) for amount, _ in amounts]
    bands: dict[tuple[str, int], list[int]] = {}
    for components, own in alike.items():
        if not components:
            continue
        values = [amounts[at][0] for at in own]
        for at, tax in zip(own, _taxes_of(values, components, taxes, rounding), strict=True):
            found[at] = Taxed(amounts[at][0], tax)
        _add_bands(bands, [found[at] for at in own], taxes)
    return found, [Band(code, ppm, taxable, tax) for (code, ppm), (taxable, tax) in bands.items()]


def _taxes_of(
    values: Sequence[int], components: Sequence[Component], taxes: Taxes, rounding: Rounding
) -> list[tuple[TaxPart, ...]]:
    weights, whole = _rates(components)
    if not taxes.inclusive and taxes.treatment is not Treatment.CHARGED:
        weights = [0] * len(weights)
    over = whole + sum(weights) if taxes.inclusive else whole
    if rounding.tax is TaxRounding.LINE:
        totals = [divided(value * sum(weights), over, rounding.mode) for value in values]
    else:
        totals = shared(divided(sum(values) * sum(weights), over, rounding.mode), values)
    if len(components) == 1:
        return [(TaxPart(components[0].code, components[0].ppm, total),) for total in totals]
    return [
        tuple(
            TaxPart(component.code, component.ppm, minor)
            for component, minor in zip(components, shared(total, weights), strict=True)
        )
        for total in totals
    ]


def _rates(components: Sequence[Component]) -> tuple[list[int], int]:
    """Return what each tax comes to of the net amount, and what the net amount is, as whole numbers.

    A compound tax of r is taken of the net amount and the taxes before it.
    """
    whole = WHOLE_PPM ** (1 + sum(component.compound for component in components))
    weights: list[int] = []
    for component in components:
        of = whole + sum(weights) if component.compound else whole
        weights.append(of * component.ppm // WHOLE_PPM)
    return weights, whole


def _add_bands(bands: dict[tuple[str, int], list[int]], own: Sequence[Taxed], taxes: Taxes) -> None:
    held = sum(each.tax for each in own) if taxes.inclusive else 0
    taxable = sum(each.amount for each in own) - held
    for number, part in enumerate(own[0].parts):
        band = bands.setdefault((part.code, part.ppm), [0, 0])
        band[0] += taxable
        if taxes.treatment is Treatment.CHARGED:
            band[1] += sum(each.parts[number].minor for each in own)
