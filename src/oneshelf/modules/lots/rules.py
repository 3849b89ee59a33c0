"""Decisions about lots: no clock, no database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from oneshelf.modules.catalogue.public import Tracking, Tracks, VariantId
from oneshelf.modules.lots.errors import BadLot, LotNeeded
from oneshelf.modules.lots.types import Told

LONGEST_CODE = 48
"""Characters of a lot's code or a serial number; GS1 allows 20."""


def sell_until(expires_on: date, margin_days: int, zone: str) -> datetime:
    """Return the instant from which a lot is not sold any more: the end of its last day in `zone`.

    That day is `margin_days` before it expires.
    """
    day = expires_on - timedelta(days=margin_days) + timedelta(days=1)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def check_told(told: Sequence[Told]) -> None:
    """Raise BadLot unless every code can be one, a serial number names one unit, and nothing nameless has a name."""
    for each in told:
        if (each.lot or each.serial) and not (1 <= len(each.lot) <= LONGEST_CODE and each.lot.isprintable()):
            raise BadLot(value=each.lot[:LONGEST_CODE])
        if (each.serial and each.quantity != 1) or (each.nameless and each.lot):
            raise BadLot(value=each.lot)


def check_all_told(tracked: Mapping[VariantId, Tracking], units: Mapping[VariantId, int], told: Sequence[Told]) -> None:
    """Raise LotNeeded for a variant whose units are told apart when some that come in are not; BadLot for the rest."""
    check_told(told)
    for variant, tracking in tracked.items():
        serials = tracking.tracks is Tracks.SERIALS
        known = sum(each.quantity for each in told if each.variant == variant and each.lot and each.serial == serials)
        if known != units[variant]:
            raise LotNeeded(variant=str(variant), wanted=units[variant], told=known)
