"""Who is charged, and at whose rates: cases of the Directive 2006/112/EC, and of certificates."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax import rules
from oneshelf.modules.tax.errors import BadArea, BadRateWindow, BadVatId
from oneshelf.modules.tax.public import (
    ANYBODY,
    Area,
    Book,
    Buyer,
    Exemption,
    ExemptionId,
    ExemptionKind,
    NewExemption,
    NewRate,
    Regime,
    TaxRequest,
    Where,
)
from tests.tax.builders import stands

CHARGED, EXEMPT, REVERSE = compiled.Treatment.CHARGED, compiled.Treatment.EXEMPT, compiled.Treatment.REVERSE
DAY = date(2026, 11, 23)
POLAND, GERMANY, UK = Where("PL"), Where("DE"), Where("GB")
COMPANY = CustomerId(UUID(int=7))
HERE = NewRate("standard", "vat", "VAT", 230_000, date(2011, 1, 1))
THERE = NewRate("standard", "vat", "VAT", 190_000, date(2021, 1, 1))
AT_HOME = (stands(1, HERE, Area("PL")),)
REGISTERED = (*AT_HOME, stands(2, THERE, Area("DE")))
BELOW, ABOVE = Regime("PL"), Regime("PL", DAY)


def shows(kind: ExemptionKind, number: str, country: str, region: str = "") -> Book:
    """Return the table of a Polish seller to whom a customer showed something."""
    shown = NewExemption(kind, number, country, DAY, region)
    return Book(BELOW, AT_HOME, (Exemption(ExemptionId(UUID(int=3)), COMPANY, shown),))


@pytest.mark.parametrize(
    ("book", "to", "buyer", "treatment", "at"),
    [
        (Book(BELOW, AT_HOME), POLAND, ANYBODY, CHARGED, POLAND),
        # articles 33 and 59c: below EUR 10,000 where goods leave, above it where they arrive
        (Book(BELOW, REGISTERED), GERMANY, ANYBODY, CHARGED, POLAND),
        (Book(ABOVE, REGISTERED), GERMANY, ANYBODY, CHARGED, GERMANY),
        # whoever is not registered there has no rates of it, and owes at home
        (Book(ABOVE, AT_HOME), GERMANY, ANYBODY, CHARGED, POLAND),
        # article 138(1): a VAT id of another member state than that which the goods leave
        (Book(ABOVE, REGISTERED), GERMANY, Buyer(vat_id="DE136695976"), REVERSE, POLAND),
        (Book(BELOW, AT_HOME), GERMANY, Buyer(vat_id="ATU13585627"), REVERSE, POLAND),
        (Book(BELOW, AT_HOME), GERMANY, Buyer(vat_id="PL8567346215"), CHARGED, POLAND),
        (Book(BELOW, AT_HOME), GERMANY, Buyer(vat_id="DE136695978"), CHARGED, POLAND),
        # and never at home, whoever buys
        (Book(BELOW, AT_HOME), POLAND, Buyer(vat_id="DE136695976"), CHARGED, POLAND),
        (shows(ExemptionKind.VAT_ID, "DE136695976", "DE"), GERMANY, Buyer(COMPANY), REVERSE, POLAND),
        # article 146(1)(a): exports; unless the seller is registered where they go
        (Book(BELOW, AT_HOME), UK, ANYBODY, EXEMPT, POLAND),
        (Book(BELOW, (*AT_HOME, stands(2, THERE, Area("GB")))), UK, ANYBODY, CHARGED, UK),
        # a certificate holds in its country or region, and for whom it was given
        (shows(ExemptionKind.CERTIFICATE, "ST-120", "PL"), POLAND, Buyer(COMPANY), EXEMPT, POLAND),
        (shows(ExemptionKind.CERTIFICATE, "ST-120", "PL"), POLAND, ANYBODY, CHARGED, POLAND),
        (shows(ExemptionKind.CERTIFICATE, "ST-120", "PL", "MZ"), POLAND, Buyer(COMPANY), CHARGED, POLAND),
        # nobody has said from where goods leave, or where they go
        (Book(), GERMANY, ANYBODY, CHARGED, GERMANY),
        (Book(BELOW, AT_HOME), Where(), ANYBODY, CHARGED, Where()),
    ],
)
def test_who_is_charged_and_where(
    book: Book, to: Where, buyer: Buyer, treatment: compiled.Treatment, at: Where
) -> None:
    request = TaxRequest(MarketId(UUID(int=1)), True, to, DAY, frozenset({"standard"}), buyer)
    assert rules.decide(request, book) == rules.Decision(treatment, at)


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("DE 136 695 976", "DE"),
        ("el094259216", "GR"),  # Greek ids do not begin as their country does
        ("ATU13585627", "AT"),
        ("DE136695978", None),  # a check digit
        ("136695976", None),
        ("US123456789", None),
        ("", None),
        ("\x00'; --", None),
    ],
)
def test_a_vat_id_is_read_without_a_line(number: str, country: str | None) -> None:
    assert tax.vat_country(number) == country


def test_what_is_shown_is_kept_as_it_is_compared() -> None:
    kept = rules.checked_exemption(NewExemption(ExemptionKind.VAT_ID, "de 136.695.976", "", DAY))
    assert (kept.number, kept.country) == ("DE136695976", "DE")
    for shown, refusal in (
        (NewExemption(ExemptionKind.VAT_ID, "DE1", "DE", DAY), BadVatId),
        (NewExemption(ExemptionKind.CERTIFICATE, "ST-120", "USA", DAY), BadArea),
        (NewExemption(ExemptionKind.CERTIFICATE, "ST-120", "US", DAY, "", DAY), BadRateWindow),
    ):
        with pytest.raises(refusal):
            rules.checked_exemption(shown)
