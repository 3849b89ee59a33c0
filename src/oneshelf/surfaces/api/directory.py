"""Markets, channels and places by the codes that programs use for them.

They are asked for at every request and change by the week, so each process remembers them for a moment; whoever
closes a place or a channel is heard by the API within REMEMBERED_S.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.remembered import remembered
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places

REMEMBERED_S = 3
"""Seconds."""


@remembered(seconds=REMEMBERED_S)
def trading_markets() -> tuple[markets.Market, ...]:
    """Return the markets that trade, by code."""
    return tuple(markets.list_markets())


@remembered(seconds=REMEMBERED_S)
def channel(market: markets.MarketId, code: str) -> markets.Channel:
    """Return the market's channel with `code`, active or not. Raises UnknownChannel."""
    return markets.channel_by_code(market, code)


@remembered(seconds=REMEMBERED_S)
def channels(market: markets.MarketId) -> dict[markets.ChannelId, markets.Channel]:
    """Return every channel of a market by its id."""
    return {each.id: each for each in markets.list_channels(market)}


@remembered(seconds=REMEMBERED_S)
def visited_places(market: markets.MarketId) -> tuple[places.Place, ...]:
    """Return the market's stores, pickup points and warehouses that are not archived, by code."""
    kinds = places.VISITED_KINDS | {places.PlaceKind.WAREHOUSE}
    return tuple(places.list_places(market, kinds))


def place_code(market: markets.MarketId, place: places.PlaceId | None) -> str | None:
    """Return a place's code, also of one that was archived; None for no place."""
    if place is None:
        return None
    return place_codes(market).get(place) or _archived_code(place)


@remembered(seconds=REMEMBERED_S)
def _archived_code(place: places.PlaceId) -> str:
    return places.get_place(place).code


@remembered(seconds=REMEMBERED_S)
def place_codes(market: markets.MarketId) -> dict[places.PlaceId, str]:
    """Return the code of each place of a market that is not archived."""
    return {each.id: each.code for each in places.list_places(market)}


@remembered(seconds=REMEMBERED_S)
def _place(market: markets.MarketId, code: str) -> places.Place:
    return places.place_by_code(market, code)


def open_place(market: markets.MarketId, code: str) -> places.Place:
    """Return the market's place with `code`. Raises UnknownPlace, and PlaceClosed when it was archived.

    Its hours are not asked: a marketplace sells at night, and a till may have served its last customer late.
    """
    found = _place(market, code)
    if found.archived:
        raise places.PlaceClosed(place=code, name=found.name)
    return found


def market_for(code: str | None, bound_to: markets.MarketId | None) -> markets.Market:
    """Return the market that a request is about: the caller's own, the named one, or the only one.

    Raises UnknownMarket, and Invalid when several trade and none is named.
    """
    trading = trading_markets()
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
