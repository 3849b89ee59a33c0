"""Places: stores, warehouses and pickup points with their hours, and the virtual places that close the books of stock.

Stock is double-entry: every movement takes from one place and gives to another, so the outside has places too. Each
market has exactly one supplier, in-transit, customer, loss and discrepancy place (`virtual_places`).

Invariants: a code is unique in its market; virtual places serve nobody and stay; openings of a week share no time;
a place is archived, never deleted, and not while goods head for it or wait there (modules above tell: `keep_open_for`).
A place may have bins, passed in the order of a walk, and one quarantine of its
own, where what cannot be sold is kept apart. Hours are half-open and on the place's own clock; `rules` says what that
means when the clock is put forward or back. Permission: `places.manage`, at the place.
"""

from __future__ import annotations

from oneshelf.modules.places.actions.bulk_load_places import bulk_load_places
from oneshelf.modules.places.actions.close_on import close_on, open_as_usual_on
from oneshelf.modules.places.actions.keep_open import keep_open_for
from oneshelf.modules.places.actions.open_bin import archive_bin, open_bin
from oneshelf.modules.places.actions.open_market_places import open_market_places
from oneshelf.modules.places.actions.open_place import archive_place, open_place
from oneshelf.modules.places.actions.open_quarantine import open_quarantine
from oneshelf.modules.places.actions.set_hours import set_hours
from oneshelf.modules.places.errors import (
    BinCodeTaken,
    OpeningsOverlap,
    PlaceClosed,
    PlaceCodeTaken,
    PlaceExpectsGoods,
    UnknownBin,
    UnknownPlace,
    VirtualPlaceFixed,
    WrongPosition,
)
from oneshelf.modules.places.events import PlaceChanged
from oneshelf.modules.places.queries import (
    bin_by_code,
    bins_by_id,
    find_quarantine,
    get_place,
    hours_of,
    list_bins,
    list_places,
    nearest_places,
    place_by_code,
    places_by_id,
    places_ever,
    require_open,
    search_places,
    virtual_places,
)
from oneshelf.modules.places.rules import is_open_at, next_opening, open_window, windows
from oneshelf.modules.places.types import (
    COUNTED_KINDS,
    VIRTUAL_KINDS,
    VISITED_KINDS,
    Address,
    Bin,
    BinId,
    BinKind,
    Closure,
    Heading,
    Hours,
    NearbyPlace,
    Opening,
    Place,
    PlaceId,
    PlaceKind,
    Position,
    VirtualPlaces,
    Window,
)

__all__ = [
    "COUNTED_KINDS",
    "VIRTUAL_KINDS",
    "VISITED_KINDS",
    "Address",
    "Bin",
    "BinCodeTaken",
    "BinId",
    "BinKind",
    "Closure",
    "Heading",
    "Hours",
    "NearbyPlace",
    "Opening",
    "OpeningsOverlap",
    "Place",
    "PlaceChanged",
    "PlaceClosed",
    "PlaceCodeTaken",
    "PlaceExpectsGoods",
    "PlaceId",
    "PlaceKind",
    "Position",
    "UnknownBin",
    "UnknownPlace",
    "VirtualPlaceFixed",
    "VirtualPlaces",
    "Window",
    "WrongPosition",
    "archive_bin",
    "archive_place",
    "bin_by_code",
    "bins_by_id",
    "bulk_load_places",
    "close_on",
    "find_quarantine",
    "get_place",
    "hours_of",
    "is_open_at",
    "keep_open_for",
    "list_bins",
    "list_places",
    "nearest_places",
    "next_opening",
    "open_as_usual_on",
    "open_bin",
    "open_market_places",
    "open_place",
    "open_quarantine",
    "open_window",
    "place_by_code",
    "places_by_id",
    "places_ever",
    "require_open",
    "search_places",
    "set_hours",
    "virtual_places",
    "windows",
]
