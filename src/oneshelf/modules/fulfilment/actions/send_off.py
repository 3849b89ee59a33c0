"""Bring goods to their shopper's store: they leave with the house's own transport, and arrive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db import transaction

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import events, rules
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import carry, lose, set_down
from oneshelf.modules.fulfilment.queries import get_consignment
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState, Reason
from oneshelf.modules.places import public as places

_LOSE = sql.statement(__name__, "lose")
_LAND = sql.statement(__name__, "land", row=int)
_COUNT = sql.statement(__name__, "count_change")

_ON_THE_ROAD = (ConsignmentState.ON_THE_WAY,)


@retried
def send_off(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Let a packed consignment leave for its shopper's store; the goods are in transit, and still the order's.

    Raises NotFound, WrongMethod, WrongState; OutOfStock for goods that were sold before they are there, and lots'
    LotNotThere when what was scanned does not lie there any more.
    """
    at, known = clock.now(), get_consignment(consignment)
    road = places.virtual_places(known.market).in_transit
    with transaction.atomic():
        sent = move(consignment, ConsignmentState.ON_THE_WAY, actor=actor, at=at, place=road)
        assert sent.sent_from is not None, "what was packed lay somewhere"
        carry(sent, source=sent.sent_from, target=road, at=at)
    return sent


@retried
def arrive(consignment: ConsignmentId, lost: Mapping[int, int] | None = None, *, actor: Actor) -> Consignment:
    """Take in what was brought to a store: it goes to the pick-up desk, where it waits for `rules.COLLECT_WITHIN`.

    `lost` says how many units of lines (line -> smallest sale units) were sent and have not come: they are written off
    as losses, and the order is told, which sends them anew or asks its shopper. When nothing came at all, the
    consignment is rejected (`Reason.LOST`). Goods of one that was cancelled on the road are free for others then.
    Raises NotFound, WrongMethod, WrongState, NoSuchLine and BadPick; OutOfStock and lots' LotNotThere when what is on
    the road was taken away by hand.
    """
    at, known = clock.now(), get_consignment(consignment)
    missing = {line: units for line, units in (lost or {}).items() if units}
    if not known.is_on_the_road:  # it has come, with or without what is lost
        rules.check_move(known, ConsignmentState.READY)
    rules.check_lost(known, missing)
    with transaction.atomic():
        if known.state is ConsignmentState.CANCELLED and known.is_on_the_road:
            return _take_in(known, missing, actor=actor, at=at)
        if known.picked == sum(missing.values()) and known.is_on_the_road:
            return _give_up(known, missing, actor=actor, at=at)
        return _make_ready(known, missing, actor=actor, at=at)


def _make_ready(known: Consignment, missing: Mapping[int, int], *, actor: Actor, at: datetime) -> Consignment:
    arrived = move(
        known.id,
        ConsignmentState.READY,
        actor=actor,
        at=at,
        collect_by=at + rules.COLLECT_WITHIN,
        place=known.bring_to,
        only=_ON_THE_ROAD,
    )
    lose(known, missing, at=at)
    carry(arrived, source=places.virtual_places(known.market).in_transit, target=arrived.place, at=at)
    if not missing:
        return arrived
    _LOSE.execute(consignment=known.id, lines=list(missing), units=list(missing.values()))
    for line in arrived.lines:
        if line.line in missing:
            _COUNT.execute(consignment=known.id)
            fell_short = events.fell_short(
                get_consignment(known.id), line=line.line, variant=line.variant, quantity=missing[line.line]
            )
            outbox.emit([fell_short], at=at)
    return get_consignment(known.id)


def _give_up(known: Consignment, missing: Mapping[int, int], *, actor: Actor, at: datetime) -> Consignment:
    says = partial(events.rejected, reason=Reason.LOST.value)
    gone = move(
        known.id,
        ConsignmentState.CANCELLED,
        actor=actor,
        at=at,
        place=known.bring_to,
        says=says,
        only=_ON_THE_ROAD,
    )
    lose(known, missing, at=at)
    return gone


def _take_in(known: Consignment, missing: Mapping[int, int], *, actor: Actor, at: datetime) -> Consignment:
    if _LAND.find(consignment=known.id) is None:  # somebody else took it in between the two statements
        machine = rules.MACHINES[known.method]
        raise WrongState(machine=machine.name, state=known.state, wanted=ConsignmentState.READY)
    now = get_consignment(known.id)
    set_down(now, missing, at=at)
    outbox.emit([events.arrived(now)], at=at)
    trail.record("fulfilment.taken_in", trail.Subject("consignment", known.id), actor=actor, place=now.place, at=at)
    return now
