"""Pick: take the goods of a consignment from the shelves."""

from __future__ import annotations

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.fulfilment import events, rules
from oneshelf.modules.fulfilment.actions.move import move
from oneshelf.modules.fulfilment.actions.stock import write_off
from oneshelf.modules.fulfilment.errors import BadPick, NoSuchLine
from oneshelf.modules.fulfilment.queries import get_consignment
from oneshelf.modules.fulfilment.types import Consignment, ConsignmentId, ConsignmentState, Line

_PICK = sql.statement(__name__, "pick", row=int)
_SHORT = sql.statement(__name__, "short", row=int)


@retried
def start_picking(consignment: ConsignmentId, *, actor: Actor) -> Consignment:
    """Take a consignment in hand; whoever comes second meets WrongState. Raises NotFound, WrongMethod."""
    return move(consignment, ConsignmentState.PICKING, actor=actor, at=clock.now())


@retried
def record_pick(consignment: ConsignmentId, line: int, quantity: int, *, actor: Actor) -> Consignment:
    """Write that `quantity` units of a line (all told, in smallest sale units) are picked; return the consignment.

    Raises NotFound, NoSuchLine, BadPick, and WrongState unless it is being picked.
    """
    known = get_consignment(consignment)
    rules.check_picking(known)
    wanted = _line(known, line)
    if not 0 <= quantity <= wanted.quantity - wanted.short:
        raise BadPick(line=line, value=quantity, most=wanted.quantity - wanted.short)
    if _PICK.find(consignment=consignment, line=line, quantity=quantity) is None:
        rules.check_picking(get_consignment(consignment))
        raise BadPick(line=line, value=quantity, most=wanted.quantity - wanted.short)  # fell short meanwhile
    return get_consignment(consignment)


@retried
def record_short(consignment: ConsignmentId, line: int, *, actor: Actor) -> Consignment:
    """Write that whatever is missing of a line was not found and will not come; return the consignment.

    The stock is corrected with it: what is not on the shelf is promised to nobody else. The event `line_short`
    tells the order, so that the customer is told and gets the money back. With nothing missing nothing changes.
    Raises NotFound, NoSuchLine, and WrongState unless it is being picked.
    """
    known = get_consignment(consignment)
    wanted = _line(known, line)
    rules.check_picking(known)
    short = _SHORT.find(consignment=consignment, line=line)
    if not short:
        return known
    now = get_consignment(consignment)
    write_off(now, _line(now, line), short, actor=actor)
    at = clock.now()
    outbox.emit([events.fell_short(now, line=line, variant=wanted.variant, quantity=short)], at=at)
    return now


def _line(consignment: Consignment, line: int) -> Line:
    for each in consignment.lines:
        if each.line == line:
            return each
    raise NoSuchLine(consignment=str(consignment.id), line=line)
