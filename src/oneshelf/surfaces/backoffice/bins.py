"""The bins of a place: what lies in each, and what pickers find there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import InBin
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Bin, BinId, Place
from oneshelf.surfaces.backoffice.desk import desk_of, show

PAGE = 40
"""Bins on a page."""


MOST_LINES = 400
"""Lines of a page, and of what is looked for there; a banner says when there are more."""

Line = tuple[VariantSnapshot, InBin | None]
"""An article and what of it lies in a bin; None where pickers look for it and none lies there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bin and its lines."""

    bin: Bin
    lines: tuple[Line, ...]


@guards.staff_only("inventory.view")
@never_cache
@require_safe
def bins(request: HttpRequest, place: str) -> HttpResponse:
    """List the bins of a place along its walk, or those whose code or name holds what was typed."""
    desk = desk_of(request)
    at = places.place_by_code(desk.market.id, place)
    desk.actor.require("inventory.view", at.id)
    text, after = request.GET.get("q", "").strip()[:64], request.GET.get("after", "")
    every = [each for each in places.list_bins(at.id) if text.casefold() in f"{each.code} {each.name}".casefold()]
    begin = next((number for number, each in enumerate(every, start=1) if each.code == after), 0)
    shown = every[begin : begin + PAGE]
    following = urlencode({"q": text, "after": shown[-1].code}) if len(every) > begin + PAGE else ""
    rows, more = _rows(desk.market.id, at, shown)
    return show(
        request,
        "stock/bins",
        place=at,
        text=text,
        rows=rows,
        most=MOST_LINES if more else None,
        next=f"?{following}" if following else "",
        is_first=not begin,
    )


def _rows(market: MarketId, at: Place, shown: list[Bin]) -> tuple[list[Row], bool]:
    """Return what lies in some bins, and whether more does than is shown; three statements."""
    ids = [each.id for each in shown]
    parts = lots.in_bins(market, at.id, ids, limit=MOST_LINES + 1)
    homes = lots.at_home_in(at.id, ids, limit=MOST_LINES + 1)
    more = len(parts) > MOST_LINES or len(homes) > MOST_LINES
    known = catalogue.snapshots([*(each.variant for each in parts), *(variant for _bin, variant in homes)])
    lines: dict[BinId, list[Line]] = defaultdict(list)
    for part in parts[:MOST_LINES]:
        lines[part.bin].append((known[part.variant], part))
    here = {(part.bin, part.variant) for part in parts}
    for bin, variant in homes[:MOST_LINES]:
        if (bin, variant) not in here:
            lines[bin].append((known[variant], None))
    return [Row(each, tuple(lines[each.id])) for each in shown], more
