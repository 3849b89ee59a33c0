"""Opens the market with its channels and places."""

from __future__ import annotations

from django.db import transaction

from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import Channel, ChannelKind, Market
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Address, Opening, Place, PlaceId, PlaceKind, Position, VirtualPlaces
from oneshelf.surfaces.console.load.journey import calendar
from oneshelf.surfaces.console.load.journey import places as towns
from oneshelf.surfaces.console.load.journey.ids import Ids
from oneshelf.surfaces.console.load.journey.places import Site, Town
from oneshelf.surfaces.console.load.journey.plan import Plan
from oneshelf.surfaces.console.load.journey.source import CURRENCY

_CHANNELS = (
    ("web", ChannelKind.WEB, "Web shop"),
    ("till", ChannelKind.TILL, "Tills"),
    ("api", ChannelKind.API, "API"),
)


def open_ground(plan: Plan, ids: Ids) -> VirtualPlaces:
    """Write market, channels, stores and warehouse, as far as they are missing, in a transaction of its own.

    Raises MarketCodeTaken when the database has another market of the code 'us'.
    """
    market = Market(
        id=ids.market,
        code="us",
        name="Journey Market",
        currency=CURRENCY,
        default_language="en",
        languages=("en", "pl"),
        time_zone=calendar.ZONE_NAME,
        tax_included=False,
    )
    channels = [
        Channel(id=ids.channel(code), market=ids.market, code=code, kind=kind, name=name, active=True)
        for code, kind, name in _CHANNELS
    ]
    stores = {ids.store(site.id): site for site in plan.sites}
    rows = [_store(id, site, ids) for id, site in stores.items()]
    with transaction.atomic():
        markets.bulk_load([market], channels)
        virtual = places.open_market_places(ids.market)
        places.bulk_load_places([*rows, _warehouse(ids)], {id: _week(site) for id, site in stores.items()})
    return virtual


def _store(id: PlaceId, site: Site, ids: Ids) -> Place:
    return Place(
        id=id,
        market=ids.market,
        code=site.code,
        name=site.name,
        kind=PlaceKind.STORE,
        time_zone=calendar.ZONE_NAME,
        address=_address(site.town, site.street),
        position=Position(site.town.latitude, site.town.longitude),
        sells=True,
        collects=True,
        made_up=towns.MADE_UP,
    )


def _warehouse(ids: Ids) -> Place:
    town = towns.warehouse()
    return Place(
        id=ids.warehouse,
        market=ids.market,
        code="warehouse",
        name=f"{town.name} Warehouse",
        kind=PlaceKind.WAREHOUSE,
        time_zone=calendar.ZONE_NAME,
        address=_address(town, ""),
        position=Position(town.latitude, town.longitude),
        ships=True,
        made_up=("everything",),
    )


def _address(town: Town, street: str) -> Address:
    return Address(street=street, city=town.name, region=town.state, country="US")


def _week(site: Site) -> list[Opening]:
    return [Opening(weekday=day, opens=site.opens, closes=site.closes) for day in range(7)]
