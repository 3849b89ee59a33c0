"""Markets, channels and places by the codes that programs use for them.

They are asked for at every request and change by the week, so a web process remembers them: places until one changes,
markets and channels for a moment, so that whoever closes one is heard by the API within REMEMBERED_S.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from oneshelf.kernel import caches
from oneshelf.kernel.errors import Invalid
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places

REMEMBERED_S = 3.0
"""Seconds."""

Markets = tuple[markets.Market, ...]
InMarket = tuple[markets.MarketId, str]
"""A market and a code in it."""

_MARKETS = caches.Cache[None, Markets]("markets that trade", most=1, max_age_s=REMEMBERED_S)
_CHANNELS = caches.Cache[InMarket, markets.Channel]("channels by code", most=10_000, max_age_s=REMEMBERED_S)
_CODES = caches.Cache[markets.MarketId, dict[markets.ChannelId, str]](
    "codes of channels", most=1_000, max_age_s=REMEMBERED_S
)
_PLACES = caches.Cache[InMarket, places.Place]("places by code", events=["places.*"], most=20_000)
_VISITED = caches.Cache[markets.MarketId, tuple[places.Place, ...]](
    "places of a market", events=["places.*"], most=1_000
)


def market_for(code: str | None, bound_to: markets.MarketId | None) -> markets.Market:
    """Return the market that a request is about: the caller's own, the named one, or the only one.

    Raises UnknownMarket, and Invalid when several trade and none is named.
    """
    trading = _MARKETS.get([None], lambda _keys: {None: tuple(markets.list_markets())})[None]
    if bound_to is not None:
        trading = tuple(each for each in trading if each.id == bound_to)
    if code is not None:
        trading = tuple(each for each in trading if each.code == code)
        if not trading:
            raise markets.UnknownMarket(market=code)
    if len(trading) != 1:
        codes = ", ".join(each.code for each in trading)
        raise Invalid(name="market", value="", cure=_("Name one of these markets: %(codes)s.") % {"codes": codes})
    return trading[0]


def channel(market: markets.MarketId, code: str) -> markets.Channel:
    """Return the market's channel with `code`, active or not. Raises UnknownChannel."""
    return _CHANNELS.get([(market, code)], _one_by_one(markets.channel_by_code))[market, code]


def channel_codes(market: markets.MarketId) -> dict[markets.ChannelId, str]:
    """Return the code of each channel of a market."""
    return _CODES.get([market], _load_codes)[market]


def open_place(market: markets.MarketId, code: str) -> places.Place:
    """Return the market's place with `code`. Raises UnknownPlace, and PlaceClosed when it was archived.

    Its hours are not asked: a marketplace sells at night, and a till may have served its last customer late.
    """
    found = _PLACES.get([(market, code)], _one_by_one(places.place_by_code))[market, code]
    if found.archived:
        raise places.PlaceClosed(place=code, name=found.name)
    return found


def place_code(place: places.PlaceId | None) -> str | None:
    """Return a place's code, also of one that was archived; None for no place."""
    return place_codes([place])[place] if place is not None else None


def place_codes(wanted: Iterable[places.PlaceId]) -> dict[places.PlaceId, str]:
    """Return the code of each place, also of those that were archived."""
    return {place: found.code for place, found in places.places_by_id(wanted).items()}


def visited_places(market: markets.MarketId) -> tuple[places.Place, ...]:
    """Return the market's stores, pickup points and warehouses that are not archived, by code."""
    return _VISITED.get([market], _load_visited)[market]


def _one_by_one(
    ask: Callable[[markets.MarketId, str], caches.V],
) -> Callable[[list[InMarket]], dict[InMarket, caches.V]]:
    return lambda wanted: {(market, code): ask(market, code) for market, code in wanted}


def _load_codes(wanted: list[markets.MarketId]) -> dict[markets.MarketId, dict[markets.ChannelId, str]]:
    return {market: {each.id: each.code for each in markets.list_channels(market)} for market in wanted}


def _load_visited(wanted: list[markets.MarketId]) -> dict[markets.MarketId, tuple[places.Place, ...]]:
    kinds = places.VISITED_KINDS | {places.PlaceKind.WAREHOUSE}
    return {market: tuple(places.list_places(market, kinds)) for market in wanted}
