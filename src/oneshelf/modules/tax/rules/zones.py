"""Which rates hold at a place: no clock, no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax.errors import BadArea
from oneshelf.modules.tax.types import STANDARD, Area, Levy, NewRate, Where, ZoneRate


def day_at(at: datetime, time_zone: str) -> date:
    """Return the day of an instant on the calendar of a place: rates change at its midnight, whenever that is."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def reaches(area: Area, to: Where) -> bool:
    """Return whether a zone holds at a place: nothing that the zone names may be otherwise."""
    return (
        area.country in ("", to.country)
        and area.region in ("", to.region)
        and area.place in (None, to.place)
        and (not area.postal_from or _between(area.postal_from, area.postal_until, plain_postcode(to.postal_code)))
    )


def narrowness(area: Area) -> tuple[bool, bool, bool, bool]:
    """Return by what zones are told apart where several hold: a place, then postcodes, a region, a country."""
    return (area.place is not None, bool(area.postal_from), bool(area.region), bool(area.country))


def components(rates: Iterable[ZoneRate], to: Where, tax_class: str) -> tuple[compiled.Component, ...]:
    """Return the taxes on a class of goods at a place as the pricing kernel takes them."""
    return tuple(compiled.Component(each.code, each.ppm, each.compound) for each in levies(rates, to, tax_class))


def levies(rates: Iterable[ZoneRate], to: Where, tax_class: str) -> tuple[Levy, ...]:
    """Return the taxes on a class of goods at a place, in the order in which they are taken.

    Each tax (`code`) is taken by the narrowest zone that has a rate of it for the class, or for `standard`; within one
    zone the class's own goes first. So a city adds its tax to the state's, and an island has another rate of the
    country's.
    """
    found: dict[str, tuple[tuple[tuple[bool, ...], bool], NewRate]] = {}
    for each in rates:
        rate = each.rate
        if rate.tax_class not in (tax_class, STANDARD) or not reaches(each.zone.area, to):
            continue
        rank = (narrowness(each.zone.area), rate.tax_class == tax_class)
        if rate.code not in found or rank > found[rate.code][0]:
            found[rate.code] = (rank, rate)
    taken = sorted((rate for _, rate in found.values()), key=lambda rate: (rate.position, rate.code))
    return tuple(Levy(rate.code, rate.name, rate.ppm, rate.compound) for rate in taken)


def whole_ppm(taken: Sequence[compiled.Component]) -> int | None:
    """Return all taxes together in millionths of the amount without them; None where that is no whole number.

    Compound ones are taken of the amount with those before them: 5 % and then 9.5 % are 14.975 %.
    """
    ppm = sum(weights(taken)) * compiled.WHOLE_PPM
    return ppm.numerator if ppm.denominator == 1 else None


def weights(taken: Iterable[compiled.Component | Levy]) -> list[Fraction]:
    """Return what share of the amount without them each tax takes."""
    found: list[Fraction] = []
    for each in taken:
        found.append(Fraction(each.ppm, compiled.WHOLE_PPM) * (1 + sum(found) if each.compound else 1))
    return found


def checked_area(area: Area) -> Area:
    """Return an area as it is kept, with plain postcodes; raises BadArea when it could not be told where it is."""
    plain = replace(area, postal_from=plain_postcode(area.postal_from), postal_until=plain_postcode(area.postal_until))
    parts = (plain.region, plain.postal_from, plain.postal_until)
    if not re.fullmatch("[A-Z]{2}" if any(parts) else "([A-Z]{2})?", plain.country):
        raise BadArea
    if not re.fullmatch("[A-Z0-9]*", plain.postal_from + plain.postal_until):
        raise BadArea
    if plain.postal_until and not "" < plain.postal_from <= plain.postal_until:
        raise BadArea
    return plain


def plain_postcode(text: str) -> str:
    """Return a postcode as it is compared: capitals, without spaces and hyphens."""
    return re.sub(r"[\s-]", "", text).upper()


def _between(first: str, last: str, code: str) -> bool:
    if len(code) < max(len(first), len(last)):
        return False
    return first <= code[: len(first)] and code[: len(last or first)] <= (last or first)
