"""What places refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class UnknownPlace(Refusal):
    """No place has that id, or the market has none with that code."""

    code = "unknown_place"
    status = 404
    field = "place"
    place: str


@dataclass(eq=False)
class PlaceClosed(Refusal):
    """The place is closed then. `opens_at` is when it opens next (UTC); None when it does not within a year."""

    code = "place_closed"
    field = "place"
    place: str
    name: str
    opens_at: datetime | None = None


@dataclass(eq=False)
class PlaceCodeTaken(Refusal):
    """Another place of the same market has the code already."""

    code = "place_code_taken"
    field = "code"


@dataclass(eq=False)
class UnknownBin(Refusal):
    """The place has no such bin, or it is no longer used."""

    code = "unknown_bin"
    status = 404
    field = "bin"
    bin: str


@dataclass(eq=False)
class BinCodeTaken(Refusal):
    """Another bin of the same place has the code already."""

    code = "bin_code_taken"
    field = "code"


@dataclass(eq=False)
class VirtualPlaceFixed(Refusal):
    """Virtual places come with their market: none can be opened, given hours or archived by itself."""

    code = "virtual_place_fixed"
    field = "kind"
    kind: str


@dataclass(eq=False)
class PlaceExpectsGoods(Refusal):
    """Goods head for the place, or wait there: first those of a numbered thing of that kind, which are at `where`."""

    code = "place_expects_goods"
    field = "place"
    name: str
    kind: str
    number: str
    where: str


@dataclass(eq=False)
class OpeningsOverlap(Refusal):
    """Two openings of one week share time."""

    code = "openings_overlap"
    status = 422
    field = "week"
    weekday: int
    opens: str


@dataclass(eq=False)
class WrongPosition(Refusal):
    """Latitude or longitude lies outside the globe."""

    code = "wrong_position"
    status = 422
    field = "position"
    latitude: float
    longitude: float
