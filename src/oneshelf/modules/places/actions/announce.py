"""Tell that places are different: processes that remember them forget, integrators read them anew."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.places.events import PlaceChanged
from oneshelf.modules.places.types import Place


def places_changed(places: Sequence[Place]) -> None:
    """Tell it in the caller's transaction, one event a place."""
    outbox.emit([outbox.Draft(PlaceChanged(each.id, each.market), aggregate=new_id(), sequence=1) for each in places])
