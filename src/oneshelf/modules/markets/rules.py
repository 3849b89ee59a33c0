"""Decisions about markets: what makes one sound."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from oneshelf.modules.markets.errors import LanguageNotOffered, UnknownCurrency, UnknownTimeZone


def check_market(*, currency: str, default_language: str, languages: tuple[str, ...], time_zone: str) -> None:
    """Raise UnknownCurrency, UnknownTimeZone or LanguageNotOffered when a market could not work with these."""
    if currency not in _currencies():
        raise UnknownCurrency(currency=currency)
    if time_zone not in _time_zones():
        raise UnknownTimeZone(time_zone=time_zone)
    if default_language not in languages:
        raise LanguageNotOffered(language=default_language, offered=", ".join(languages))


@cache
def _currencies() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())
