"""Who sells in the demo, which is made up, and what its states tax, which is real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib.resources import files

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import Seller
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId, PlaceKind
from oneshelf.modules.tax import public as tax
from oneshelf.modules.tax.public import Area, GivenRate, Regime
from oneshelf.surfaces.console.tax.file import read_rates

SELLER = Seller("Journey Market, Inc.", "Front Street 100", "43215", "Columbus", "US", email="books@journey.example")
"""Everything about it is made up, except that there is a Columbus with this postcode: the warehouse stands there."""

CITIES = {
    "New York City": "nyc",
    "Brooklyn": "nyc",
    "Manhattan": "nyc",
    "Queens": "nyc",
    "Staten Island": "nyc",
    "The Bronx": "nyc",
    "Philadelphia": "philadelphia",
}
"""Which cities have a tax of their own in the table: stores know their city, but their postcodes are not known."""


def open_demo_tax(*, store: PlaceId) -> None:
    """Say who sells in the market of `store`, and fill its table of rates; what is there already stays."""
    market = places.get_place(store).market
    if markets.seller_of(market).country == "":
        markets.set_seller(market, SELLER, actor=SYSTEM)
    if tax.regime_of(market) == Regime():
        tax.set_regime(market, Regime("US"), actor=SYSTEM)
    table = files(__package__) / "journey" / "data" / "sales_tax.csv"
    given = read_rates(table.read_text(encoding="utf-8").splitlines())
    tax.load_rates(market, [*given, *_of_stores(given, places.list_places(market, {PlaceKind.STORE}))], actor=SYSTEM)


def _of_stores(given: Iterable[GivenRate], stores: Iterable[Place]) -> Iterator[GivenRate]:
    """Give what a city takes once more for each store that stands in it."""
    of_cities = [each for each in given if each.zone in CITIES.values()]
    for store in stores:
        for each in of_cities:
            if each.zone == CITIES.get(store.address.city):
                yield replace(each, zone=f"store-{store.code}", name=store.name, area=Area(place=store.id))
