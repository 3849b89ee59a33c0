"""Money, quantities, numbers and instants as people write them, in the language that is active."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, get_timezone, get_timezone_name
from babel.numbers import format_currency, format_decimal, format_percent
from django.utils.translation import get_language, gettext

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit

_UNIT_WORDS = {Unit.KILOGRAM: "kg", Unit.LITRE: "l", Unit.METRE: "m", Unit.GALLON: "gal"}
_MILES = frozenset({"US", "GB", "LR", "MM"})
_LANGUAGES_KEPT = 64
_AMOUNTS_KEPT = 4096  # shelf prices repeat, and Babel takes a quarter of a millisecond for each
_LETTER_BEFORE_DIGIT = re.compile(r"[^\W\d_](?=\d)")
_MINUS = "\N{MINUS SIGN}"  # as pages write it before an amount; Babel writes a hyphen in most languages
_LENGTHS = ("short", "medium", "long")


def active_locale() -> Locale:
    """Return Babel's locale of the active language; English for one that Babel does not know."""
    return _locale_of((get_language() or "en").replace("_", "-"))


@lru_cache(_LANGUAGES_KEPT)
def _locale_of(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def money_text(amount: Money) -> str:
    """Return an amount with its currency's sign and number of decimals: 12.34 USD as '$12.34'."""
    return _money_text(amount, active_locale())


@lru_cache(_AMOUNTS_KEPT)
def _money_text(amount: Money, locale: Locale) -> str:
    return _spaced(format_currency(amount.decimal, amount.currency, locale=locale))


def _spaced(text: str) -> str:
    """Part a currency's letters from the digits behind them, as UTS 35 says and scripts do; Babel does not."""
    return _signed(_LETTER_BEFORE_DIGIT.sub("\\g<0>\xa0", text))


def _signed(text: str) -> str:
    return text.replace("-", _MINUS)


def typed_amount_text(currency: str) -> str:
    """Return an amount as somebody types it, to show how: '12.34' in dollars, '1234' in yen, '1.234' in dinars."""
    example = Money(1234, currency).decimal
    return str(format_decimal(example, locale=active_locale(), decimal_quantization=False, group_separator=False))


def round_money_text(amount: Money) -> str:
    """Return an amount without its minor units, for axes and large numbers: 12.34 USD as '$12'."""
    locale = active_locale()
    pattern = locale.currency_formats["standard"].pattern.replace("0.00", "0")
    text = format_currency(amount.decimal, amount.currency, pattern, locale=locale, currency_digits=False)
    return _spaced(text)


def unit_price_text(price: UnitPrice, unit: Unit) -> str:
    """Return a price for one shown unit, such as '$3.99 / kg' for 399 minor units each 1000 g."""
    for_one = money_text(price.times(unit.scale))
    return for_one if unit is Unit.EACH else f"{for_one} / {_UNIT_WORDS[unit]}"


def quantity_text(quantity: int, unit: Unit = Unit.EACH) -> str:
    """Return `quantity` smallest sale units as '3' or '1.25 kg'."""
    number = number_text(unit.shown(quantity))
    return number if unit is Unit.EACH else f"{number} {_UNIT_WORDS[unit]}"


def number_text(number: int | Decimal | float) -> str:
    """Return a number with the language's separators, at most three decimals."""
    return _signed(format_decimal(number, format="#,##0.###", locale=active_locale()))


def distance_text(metres: int, country: str = "") -> str:
    """Return a distance as people of `country` (ISO 3166) measure roads: '14.2 km', '8.8 mi'; whole from 100 on."""
    unit, size = ("mi", 1609.344) if country in _MILES else ("km", 1000.0)
    far = metres / size
    return f"{number_text(round(far) if far >= 100 else round(far, 1))} {unit}"


def percent_text(share: Decimal | float, decimals: int = 1) -> str:
    """Return a share of one as per cent with at most one decimal, or so many: 0.125 as '12.5%'."""
    locale, after = active_locale(), f"0.{'#' * decimals}"
    pattern = locale.percent_formats[None].pattern.replace("0%", f"{after}%").replace("0\xa0%", f"{after}\xa0%")
    return _signed(format_percent(share, format=pattern, locale=locale))


def instant_text(instant: datetime, zone: str, show: str = "datetime", length: str = "medium") -> str:
    """Return an instant as a clock in time zone `zone` shows it.

    `show` is datetime, date, time, weekday, or brief for tables: day and time, with the year only when it is not this
    one; `length` is short, medium or long. ValueError for others, and for an instant without a zone of its own, since
    nobody can tell which moment that is.
    """
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no time zone; take instants from kernel.clock.now()")
    if length not in _LENGTHS:
        raise ValueError(f"length {length!r} is unknown; write one of {', '.join(_LENGTHS)}")
    there, locale = instant.astimezone(ZoneInfo(zone)), active_locale()
    if show == "datetime":
        # Babel's own medium and long show seconds and the zone, which no shopper asks for.
        day, time = format_date(there, length, locale=locale), format_time(there, "short", locale=locale)
        return str(locale.datetime_formats[length]).replace("{1}", day).replace("{0}", time).replace("'", "")
    if show == "date":
        return str(format_date(there, length, locale=locale))
    if show == "time":
        return str(format_time(there, "short", locale=locale))
    if show == "brief":
        day = format_skeleton("MMMd" if there.year == clock.now().year else "yMMMd", there, locale=locale)
        return f"{day}, {format_time(there, 'short', locale=locale)}"
    if show == "weekday":
        return str(format_date(there, "EEEE d MMMM", locale=locale))
    raise ValueError(f"show {show!r} is unknown; write datetime, date, time, weekday or brief")


def zone_text(zone: str) -> str:
    """Return how people call a time zone: 'America/New_York' as 'Eastern Time'."""
    return str(get_timezone_name(get_timezone(zone), width="long", locale=active_locale()))


@dataclass(frozen=True)
class StockWords:
    """What shoppers are told about stock: `level` is unknown, out, low or ok."""

    level: str
    words: str


def stock_words(available: int | None, unit: Unit = Unit.EACH, few: int = 5, place: str = "") -> StockWords:
    """Say whether something is there. The number is told only at `few` shown units or less; None is unknown."""
    if available is None:
        return StockWords("unknown", gettext("Ask in store"))
    if available <= 0:
        sold_out = gettext("Sold out in {place}") if place else gettext("Sold out")
        return StockWords("out", sold_out.format(place=place))
    if available <= few * unit.scale:
        left = gettext("{quantity} left in {place}") if place else gettext("{quantity} left")
        return StockWords("low", left.format(quantity=quantity_text(available, unit), place=place))
    in_stock = gettext("In stock in {place}") if place else gettext("In stock")
    return StockWords("ok", in_stock.format(place=place))


def date_text(day: date, length: str = "medium") -> str:
    """Return a calendar day, such as a business day of a place."""
    return str(format_date(day, length, locale=active_locale()))


def age_text(seconds: int) -> str:
    """Return how long ago something was, in the largest unit that fits: '5 min ago'."""
    for size, pattern in ((86400, gettext("{count} d ago")), (3600, gettext("{count} h ago"))):
        if seconds >= size:
            return pattern.format(count=number_text(seconds // size))
    return gettext("{count} min ago").format(count=number_text(seconds // 60)) if seconds >= 60 else gettext("just now")
