"""Receiving a delivery: what came is on hand, damaged goods are put apart, and what is open is known."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import Cause, Move
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId, PlaceKind
from oneshelf.modules.supply import events, models, rules
from oneshelf.modules.supply.actions.door import check_told, counted_at_door, told_of
from oneshelf.modules.supply.actions.lock import locked_purchase, move_purchase
from oneshelf.modules.supply.errors import NothingArrived, NotOnList, ReceivedOtherwise
from oneshelf.modules.supply.queries import as_receipts, get_purchase
from oneshelf.modules.supply.types import Arrived, Purchase, PurchaseId, PurchaseState, Receipt


@retried
def receive(purchase: PurchaseId, arrived: Sequence[Arrived] | None = None, *, receipt: UUID, actor: Actor) -> Receipt:
    """Take in what `arrived` (what is counted at the door, when None) as `receipt`, a UUIDv7, and return that.

    The same receipt counts once, whoever sends it however often. Good units are on hand at the order's place;
    damaged ones at a quarantine (`place_for_damaged`), or lost when there is none. More than the supplier's tolerance
    takes the permission `supply.receive_over`. Of articles whose units are told apart, `batches` must name each good
    unit's lot or serial number. Raises NotFound, WrongState, NotOnList, TooMuchArrived, NothingArrived, LotNeeded,
    BadLot, LotDiffers, SerialElsewhere, and ReceivedOtherwise when the receipt is known with other goods.
    """
    row = locked_purchase(purchase)
    before = models.Receipt.objects.filter(id=receipt).first()
    if before is not None:
        return _again(before, purchase, arrived)
    if row.state not in rules.COMING:
        raise WrongState(machine=rules.PURCHASE_MACHINE.name, state=row.state, wanted=PurchaseState.RECEIVED)
    known = get_purchase(purchase)
    taken = _taken(known, arrived, may_be_over=actor.may("supply.receive_over", known.place))
    now = clock.now()
    apart = place_for_damaged(known.place)
    told = told_of(taken, {line.line: line.variant for line in known.lines})
    check_told(known, taken, told)
    written = _write(known, taken, apart, receipt, actor, now)
    inventory.post(known.market, _moves(known, taken, apart), kind=Cause.RECEIPT, cause=receipt, at=now, told=told)
    models.Batch.objects.filter(document_id=purchase).delete()
    received = move_purchase(row, rules.state_after(get_purchase(purchase)), actor=actor, at=now)
    outbox.emit([events.goods_received(received, receipt)], at=now)
    return written


def place_for_damaged(at: PlaceId) -> PlaceId:
    """Return where goods go that arrive damaged at a place: its own quarantine; without one, that of its market which
    belongs to no place and is nearest (without positions: the first by code); without any, the market's losses.

    Never the quarantine of another place: goods lie there that its own people inspect.
    """
    own = places.find_quarantine(at)
    if own and not own.archived:
        return own.id
    here = places.get_place(at)
    near = places.nearest_places(here.market, here.position, {PlaceKind.QUARANTINE}) if here.position else []
    apart = [*(each.place for each in near), *places.list_places(here.market, {PlaceKind.QUARANTINE})]
    shared = (each.id for each in apart if each.belongs_to is None)
    return next(shared, places.virtual_places(here.market).loss)


def _again(before: models.Receipt, purchase: PurchaseId, arrived: Sequence[Arrived] | None) -> Receipt:
    (known,) = as_receipts([before])
    lines = [(each.line, each.good, each.damaged) for each in known.lines]
    if known.purchase != purchase or (arrived is not None and not rules.same_arrival(lines, arrived)):
        raise ReceivedOtherwise(receipt=str(before.id))
    return known


def _taken(known: Purchase, arrived: Sequence[Arrived] | None, *, may_be_over: bool) -> list[Arrived]:
    if arrived is None:
        arrived = counted_at_door(known)
    taken = [each for each in arrived if each.good or each.damaged]
    lines = {line.line: line for line in known.lines}
    if not taken or len({each.line for each in taken}) != len(taken):
        raise NothingArrived()
    for each in taken:
        if each.line not in lines:
            raise NotOnList(article=str(each.line))
        if min(each.good, each.damaged) < 0 or max(each.good, each.damaged) > rules.MOST_UNITS:
            raise NothingArrived()
        if not may_be_over:
            rules.check_arrival(lines[each.line], each, known.supplier.over_percent)
    return taken


def _write(
    known: Purchase, taken: Sequence[Arrived], apart: PlaceId, receipt: UUID, actor: Actor, at: datetime
) -> Receipt:
    lines = {line.line: line for line in known.lines}
    row = models.Receipt.objects.create(
        id=receipt, purchase_id=known.id, place_id=known.place, actor_id=actor.id, occurred_at=at
    )
    models.ReceiptLine.objects.bulk_create(
        models.ReceiptLine(
            receipt=row,
            market_id=known.market,
            line=each.line,
            variant_id=lines[each.line].variant,
            good=each.good,
            damaged=each.damaged,
            damage=each.damage.value,
            damaged_to=apart if each.damaged else None,
            cost=lines[each.line].cost.minor,
            per=lines[each.line].cost.per,
            currency=lines[each.line].cost.currency,
        )
        for each in taken
    )
    for each in taken:
        models.PurchaseLine.objects.filter(purchase=known.id, line=each.line).update(
            good=F("good") + each.good,
            damaged=F("damaged") + each.damaged,
            closed=rules.closed_after(lines[each.line], each.good + each.damaged),
        )
    models.PurchaseLine.objects.filter(purchase=known.id).update(tallied=0, tallied_damaged=0)
    return as_receipts([row])[0]


def _moves(known: Purchase, taken: Sequence[Arrived], apart: PlaceId) -> list[Move]:
    supplier = places.virtual_places(known.market).supplier
    variant = {line.line: line.variant for line in known.lines}
    good = [Move(each.line, variant[each.line], supplier, known.place, each.good) for each in taken if each.good]
    return good + [
        Move(rules.DAMAGED_LINE + each.line, variant[each.line], supplier, apart, each.damaged)
        for each in taken
        if each.damaged
    ]
