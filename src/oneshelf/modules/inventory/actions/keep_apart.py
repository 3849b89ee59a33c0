"""Keeping goods apart that cannot be sold, grading them, and letting them go again."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import rules
from oneshelf.modules.inventory.actions.move import post
from oneshelf.modules.inventory.types import Cause, Level, Move
from oneshelf.modules.lots import public as lots
from oneshelf.modules.lots.public import Act, ApartReason, Condition, Inspection, LotNotThere, NotSoldAgain, Part, Told
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId

_LOCK = sql.statement(__name__, "tracked_keys", row=Level)


@retried
def keep_apart(
    market: MarketId,
    place: PlaceId,
    variant: VariantId,
    quantity: int,
    *,
    reason: ApartReason,
    condition: Condition,
    actor: Actor,
    lot: str = "",
    serial: bool = False,
    inspection: UUID | None = None,
) -> UUID:
    """Take goods out of what a place sells into its quarantine, and return the inspection's id, which names it once.

    `condition` is what they are in there. Raises OutOfStock for units that are promised, LotNotThere, BadLot.
    """
    done = _inspection(place, variant, quantity, Act.KEPT_APART, condition, reason.value, inspection)
    if lots.note_inspection(market, done, actor=actor):
        move = Move(1, variant, place, places.open_quarantine(place).id, quantity)
        told = Told(1, variant, quantity, lot=lot, serial=serial, condition=condition)
        post(market, [move], kind=Cause.QUARANTINE, cause=done.id, at=done.occurred_at, told=[told])
    return done.id


@retried
def let_go(
    market: MarketId,
    part: Part,
    quantity: int,
    act: Act,
    *,
    actor: Actor,
    note: str = "",
    inspection: UUID | None = None,
) -> UUID:
    """Let goods of a part of a quarantine go: back to the shelf, to the losses, or back to the supplier.

    Raises NotSoldAgain for what would go to the shelf and is not new or past its time, LotNotThere for more than lie
    there.
    """
    apart, virtual = places.get_place(part.place), places.virtual_places(market)
    if act is Act.TO_SHELF:
        expired = part.sell_until is not None and part.sell_until <= clock.now()
        if part.condition is not Condition.NEW or expired or apart.belongs_to is None:
            raise NotSoldAgain(condition=part.condition.value)
        target = apart.belongs_to
    else:
        target = {Act.TO_LOSS: virtual.loss, Act.TO_SUPPLIER: virtual.supplier}[act]
    done = _inspection(part.place, part.variant, quantity, act, part.condition, note, inspection)
    if lots.note_inspection(market, done, actor=actor):
        told = Told(
            1,
            part.variant,
            quantity,
            lot=part.code or "",
            serial=part.serial,
            from_bin=part.bin,
            from_condition=part.condition,
        )
        move = Move(1, part.variant, part.place, target, quantity)
        post(market, [move], kind=Cause.QUARANTINE, cause=done.id, at=done.occurred_at, told=[told])
    return done.id


@retried
def grade(
    market: MarketId, part: Part, quantity: int, condition: Condition, *, actor: Actor, inspection: UUID | None = None
) -> UUID:
    """Say that units of a part of a quarantine are in another condition. Raises BadQuantity and LotNotThere."""
    done = _inspection(part.place, part.variant, quantity, Act.GRADED, condition, part.condition.value, inspection)
    rules.check_quantities([Move(1, part.variant, part.place, part.place, quantity)])
    if lots.note_inspection(market, done, actor=actor):
        if not _LOCK.all(market=market, variants=[part.variant], places=[part.place]):
            raise LotNotThere(lot=part.code or "", wanted=quantity, available=0)
        lots.rearrange(
            *(market, part.place, part.variant, quantity),
            kind="grading",
            cause=done.id,
            at=done.occurred_at,
            lot=part.lot,
            from_bin=part.bin,
            from_condition=part.condition,
            to_condition=condition,
        )
    return done.id


def _inspection(
    place: PlaceId, variant: VariantId, quantity: int, act: Act, condition: Condition, reason: str, id: UUID | None
) -> Inspection:
    return Inspection(id or new_id(), place, variant, quantity, act, condition, reason, clock.now())
