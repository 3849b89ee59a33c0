"""Rates of the package `eu-vat-rates-data`: those that hold in Europe on the day of its data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

import eu_vat_rates_data as europe

from oneshelf.modules.tax.public import PPM_OF_A_PERCENT, STANDARD, Area, GivenRate, NewRate

PACKAGE = "eu-vat-rates-data"


class UnknownRate(LookupError):
    """The package has no such country, or the country no such rate; the text says what there is."""


def data_day() -> date:
    """Return the day of the package's data."""
    return date.fromisoformat(europe.data_version)


def members() -> list[str]:
    """Return the countries of the European Union, by code."""
    return sorted(code for code, rate in europe.get_all_rates().items() if rate["eu_member"])


def given_rates(
    countries: Collection[str], reduced: Mapping[tuple[str, str], Decimal], since: date
) -> Iterator[GivenRate]:
    """Give the standard rate of each country, and the reduced ones that somebody named: (class, country) -> percent.

    The package lists a country's reduced rates without the goods that they are for, so it only checks that there is
    such a rate. It does not say since when rates hold: they are given from `since` on. Raises UnknownRate.
    """
    for country in countries:
        known = europe.get_rate(country)
        if known is None:
            raise UnknownRate(
                f"{PACKAGE} has no rates of “{country}”; it has {', '.join(sorted(europe.get_all_rates()))}"
            )
        rates = {STANDARD: Decimal(str(known["standard"]))}
        for (tax_class, where), percent in reduced.items():
            if where == country:
                rates[tax_class] = _one_of(known, country, percent)
        source = f"{PACKAGE} {europe.data_version} ({europe.dataset['source']})"
        for tax_class, percent in rates.items():
            ppm = int(percent * PPM_OF_A_PERCENT)
            rate = NewRate(tax_class, "vat", known["vat_abbr"] or "VAT", ppm, since, source=source)
            yield GivenRate(country.lower(), known["country"], Area(country), rate)


def _one_of(known: europe.VatRate, country: str, percent: Decimal) -> Decimal:
    given = [*known["reduced"], known["super_reduced"], known["parking"], known["standard"], 0]
    choices = sorted({Decimal(str(each)) for each in given if each is not None})
    if percent not in choices:
        raise UnknownRate(f"{country} has no rate of {percent} %; it has {', '.join(f'{each} %' for each in choices)}")
    return percent
