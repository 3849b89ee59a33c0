"""Give a market its five virtual places."""

from __future__ import annotations

from django.utils.translation import override

from oneshelf.kernel.ids import new_id
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import models, queries
from oneshelf.modules.places.types import VIRTUAL_KINDS, Place, PlaceId, VirtualPlaces


def open_market_places(market: markets.MarketId) -> VirtualPlaces:
    """Open the market's virtual places where they are missing and return all five. Twice is once.

    They are named in the market's default language. Raises UnknownMarket. Joins the caller's transaction.
    """
    home = markets.get_market(market)
    with override(home.default_language):
        rows = [
            queries.as_row(
                Place(
                    id=PlaceId(new_id()),
                    market=market,
                    code=kind.value.replace("_", "-"),
                    name=str(models.PLACE_KINDS[kind]).capitalize(),
                    kind=kind,
                    time_zone=home.time_zone,
                )
            )
            for kind in sorted(VIRTUAL_KINDS)
        ]
    models.Place.objects.bulk_create(rows, ignore_conflicts=True)
    return queries.virtual_places(market)
