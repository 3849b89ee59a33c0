"""Loading a history of movements, in batches, so that a second run changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import bulk, clock, months, sql
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.types import Level, LoadedMovement
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_PUT_ON_HAND = sql.statement(__name__, "put_on_hand")
_TAKE_FROM_HAND = sql.statement(__name__, "take_from_hand")
_TRACKED = sql.statement(__name__, "tracked_keys", row=Level)
_SORT = sql.statement(__name__, "sort")
_COLUMNS = (
    *("id", "market_id", "variant_id", "from_place_id", "to_place_id", "quantity"),
    *("cause_kind", "cause_id", "cause_line", "occurred_at"),
)
_TOLD = ("variant_id", "from_place_id", "to_place_id", "quantity", "cause_kind", "cause_id", "occurred_at")
_New = tuple[VariantId, PlaceId, PlaceId, int, str, UUID, datetime]


def bulk_load_movements(market: MarketId, batch: Sequence[LoadedMovement]) -> int:
    """Write one batch by COPY together with the levels that it changes; return how many movements were new.

    Joins the caller's transaction if one is open. Levels change by what the whole batch comes to, so that goods may
    arrive and leave within it, and makes the months that it needs. No events: a load tells its readers when it is
    through. Raises OutOfStock when a counted place would have given more than it has, BadQuantity.
    """
    if not batch:
        return 0
    rules.check_quantities(batch)
    times = [movement.occurred_at for movement in batch]
    with transaction.atomic():
        months.ensure("inventory_movement", min(times), max(times).replace(microsecond=999_999))
        new = bulk.add_missing_and_tell(
            "inventory_movement", _COLUMNS, (_row(market, movement) for movement in batch), tell=_TOLD
        )
        _change_levels(market, new)
        _sort(market, new)
    return len(new)


def _row(market: MarketId, movement: LoadedMovement) -> tuple[object, ...]:
    return (
        movement.id,
        market,
        movement.variant,
        movement.from_place,
        movement.to_place,
        movement.quantity,
        movement.cause_kind,
        movement.cause,
        movement.cause_line,
        movement.occurred_at,
    )


def _change_levels(market: MarketId, new: Sequence[_New]) -> None:
    involved = {place for _, source, target, *_ in new for place in (source, target)}
    counted = {place.id for place in places.places_by_id(list(involved)).values() if place.counted}
    changes: Counter[tuple[VariantId, PlaceId]] = Counter()
    for variant, source, target, quantity, *_ in new:
        if target in counted:
            changes[variant, target] += quantity
        if source in counted:
            changes[variant, source] -= quantity
    gained = [(key, quantity) for key, quantity in changes.items() if quantity > 0]
    lost = [(key, -quantity) for key, quantity in changes.items() if quantity < 0]
    _PUT_ON_HAND.execute(market=market, **_arrays(gained))
    _TAKE_FROM_HAND.execute(market=market, at=clock.now(), **_arrays(lost))


def _sort(market: MarketId, new: Sequence[_New]) -> None:
    """Say which units have moved, where they are told apart, in the order in which they did."""
    variants = {each[0] for each in new}
    at = {place for each in new for place in each[1:3]}
    tracked = {(k.place, k.variant) for k in _TRACKED.all(market=market, variants=list(variants), places=list(at))}
    causes = {
        (at, kind, cause)
        for variant, source, target, _, kind, cause, at in new
        if {(source, variant), (target, variant)} & tracked
    }
    for occurred_at, kind, cause in sorted(causes):
        _SORT.execute(market=market, cause_kind=kind, cause=cause, at=occurred_at)


def _arrays(changes: Sequence[tuple[tuple[VariantId, PlaceId], int]]) -> dict[str, list[object]]:
    return {
        "variants": [variant for (variant, _), _ in changes],
        "places": [place for (_, place), _ in changes],
        "quantities": [quantity for _, quantity in changes],
    }
