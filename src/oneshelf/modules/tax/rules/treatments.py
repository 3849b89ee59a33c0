"""Who is charged, and where: no clock, no database.

The law of goods in the European Union: Directive 2006/112/EC of the Council, as it stands since the quick fixes
(Directive (EU) 2018/1910) and the rules of e-commerce (Directive (EU) 2017/2455). Services are not sold here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from stdnum.eu import vat
from stdnum.exceptions import ValidationError

from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax.errors import BadArea, BadRateWindow, BadVatId
from oneshelf.modules.tax.types import Book, Buyer, ExemptionKind, NewExemption, Regime, TaxRequest, Where

EU = frozenset(code.upper() for code in vat.MEMBER_STATES)
"""Where the Directive holds, by ISO 3166-1; XI is Northern Ireland, which belongs to it for goods."""

_GREECE = "EL"
"""How Greek VAT ids begin, unlike every other after their country (article 215)."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How a basket is treated, and the rates of which place are taken."""

    treatment: compiled.Treatment
    at: Where


def decide(request: TaxRequest, book: Book) -> Decision:
    """Return who is charged, and where.

    1. Whoever shows a certificate of the country (and region) of arrival is exempt.
    2. What stays in the seller's country is taxed where it arrives.
    3. Between two countries of the EU: a buyer with a VAT id of another one than that which the goods leave accounts
       for the tax (articles 138(1) and 200). Others are taxed where the goods arrive (article 33), or as long as the
       seller is below the threshold, where they leave (article 59c).
    4. What leaves for elsewhere is exported and not charged (article 146(1)(a); so do other countries).
    In 3 and 4 the tax of the country of arrival is charged only where the market's table has rates of it: it is there
    that the seller is registered. Whoever is not charged is spared the tax of the seller's country, which prices hold.
    """
    regime, to = book.regime, request.to
    exemptions = _shown(book, request)
    if any(each.kind is ExemptionKind.CERTIFICATE and _covers(each, to) for each in exemptions):
        return Decision(compiled.Treatment.EXEMPT, to)
    if "" in (regime.country, to.country) or to.country == regime.country:
        return Decision(compiled.Treatment.CHARGED, to)
    home, registered = Where(country=regime.country), any(each.zone.area.country == to.country for each in book.rates)
    if {regime.country, to.country} <= EU:
        if _abroad(exemptions, request.buyer, regime):
            return Decision(compiled.Treatment.REVERSE, home)
        over = regime.destination_since is not None and regime.destination_since <= request.day
        return Decision(compiled.Treatment.CHARGED, to if over and registered else home)
    return Decision(compiled.Treatment.CHARGED, to) if registered else Decision(compiled.Treatment.EXEMPT, home)


def checked_exemption(shown: NewExemption) -> NewExemption:
    """Return what a customer showed as it is kept. Raises BadVatId, BadArea and BadRateWindow."""
    if shown.until is not None and shown.until <= shown.since:
        raise BadRateWindow(since=shown.since.isoformat(), until=shown.until.isoformat())
    if shown.kind is ExemptionKind.CERTIFICATE:
        if not re.fullmatch("[A-Z]{2}", shown.country):
            raise BadArea
        return replace(shown, number=shown.number.strip())
    country = vat_country(shown.number)
    if country is None:
        raise BadVatId(value=shown.number)
    return replace(shown, number=vat.compact(shown.number), country=country, region="")


def vat_country(number: str) -> str | None:
    """Return the country of a VAT id whose structure and check digits are right; None for any other text.

    Whether it is still given to somebody only the authority knows (VIES): what is checked here needs no line.
    """
    try:
        prefix = vat.validate(number)[:2].upper()
    except ValidationError:
        return None
    return "GR" if prefix == _GREECE else prefix


def read_vat_id(text: str) -> str:
    """Return a VAT id as it is kept, without spaces and dots; '' for none. Raises BadVatId."""
    if not text.strip():
        return ""
    if vat_country(text) is None:
        raise BadVatId(value=text[:40])
    return vat.compact(text)


def _shown(book: Book, request: TaxRequest) -> list[NewExemption]:
    if request.buyer.customer is None:
        return []
    return [each.shown for each in book.exemptions if each.customer == request.buyer.customer]


def _covers(shown: NewExemption, to: Where) -> bool:
    return shown.country == to.country and shown.region in ("", to.region)


def _abroad(exemptions: Iterable[NewExemption], buyer: Buyer, regime: Regime) -> bool:
    """Return whether a buyer has a VAT id of another country of the EU than that which the goods leave."""
    numbers = [each.number for each in exemptions if each.kind is ExemptionKind.VAT_ID]
    countries = {vat_country(number) for number in (*numbers, buyer.vat_id) if number}
    return any(country is not None and country != regime.country for country in countries)
