"""Give a place its quarantine."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from oneshelf.kernel.ids import derived_id
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import models, queries, rules
from oneshelf.modules.places.actions.announce import places_changed
from oneshelf.modules.places.types import Place, PlaceId, PlaceKind

_ALL_ALIKE = datetime(2026, 1, 1, tzinfo=UTC)
"""The instant in every id of a quarantine, which is derived, so that two who open it at once open the same."""

_MOST_OF_CODE = 30
"""Characters of the place's own code that are kept, so that the quarantine's fits its column."""


def open_quarantine(place: PlaceId) -> Place:
    """Return where goods of `place` that cannot be sold are kept apart, opening it the first time.

    It serves nobody and is named in the market's language. Raises UnknownPlace and VirtualPlaceFixed. Joins the
    caller's transaction.
    """
    home = queries.get_place(place)
    rules.check_not_virtual(home.kind)
    if home.kind is PlaceKind.QUARANTINE:
        return home
    id = PlaceId(derived_id("quarantine", str(place), _ALL_ALIKE))
    found = models.Place.objects.filter(id=id).first()
    if found is not None:
        return queries.as_place(found)
    with override(markets.get_market(home.market).default_language):
        name = _("%(place)s: quarantine") % {"place": home.name}
    made = Place(
        id=id,
        market=home.market,
        code=f"{home.code[:_MOST_OF_CODE]}-q",
        name=name[:200],
        kind=PlaceKind.QUARANTINE,
        time_zone=home.time_zone,
        belongs_to=place,
    )
    models.Place.objects.bulk_create([queries.as_row(made)], ignore_conflicts=True)
    places_changed([made])
    return queries.as_place(models.Place.objects.get(id=id))
