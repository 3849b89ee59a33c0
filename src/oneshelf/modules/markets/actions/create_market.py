"""Open a market."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel.transactions import refusals
from oneshelf.modules.markets import models, rules
from oneshelf.modules.markets.queries import as_market
from oneshelf.modules.markets.types import Market


def create_market(
    *,
    code: str,
    name: str,
    currency: str,
    default_language: str,
    languages: tuple[str, ...],
    time_zone: str,
    tax_included: bool,
) -> Market:
    """Open a market and return it, without channels or places.

    Raises MarketCodeTaken, UnknownCurrency, UnknownTimeZone, LanguageNotOffered. One statement.
    """
    rules.check_market(currency=currency, default_language=default_language, languages=languages, time_zone=time_zone)
    row = models.Market(
        code=code,
        name=name,
        currency=currency,
        default_language=default_language,
        languages=list(languages),
        time_zone=time_zone,
        tax_included=tax_included,
    )
    with refusals(), transaction.atomic():
        row.save(force_insert=True)
    return as_market(row)
