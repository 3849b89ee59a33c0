"""A change on its way: its row, locked behind its order, and the step to its next state."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.amendments import events, models
from oneshelf.modules.amendments.errors import UnknownAmendment
from oneshelf.modules.amendments.queries import as_amendment, get_amendment
from oneshelf.modules.amendments.types import AMENDMENT_MACHINE, Amendment, AmendmentId, AmendmentState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders


def locked(amendment: AmendmentId) -> models.Amendment:
    """Return the row of a change, in the caller's transaction; whoever changes the order or the change waits.

    The order is locked first, as everybody does who changes one. Raises UnknownAmendment, also of one that was
    forgotten while its order was waited for.
    """
    orders.lock_order(get_amendment(amendment).order)
    row = models.Amendment.objects.select_for_update().filter(id=amendment).first()
    if row is None:
        raise UnknownAmendment(amendment=str(amendment))
    return row


def step(row: models.Amendment, wanted: AmendmentState, *, actor: Actor, because: str = "") -> Amendment:
    """Bring a change to its next state, with its event and its entry in the trail, in the caller's transaction.

    One that was only shown ends unheard. What ends gives back the goods that it held, and forgets the contact: if that
    was to be the order's, it is by now.
    """
    AMENDMENT_MACHINE.check(AmendmentState(row.state), wanted)
    is_heard = not (row.state == AmendmentState.PROPOSED.value and wanted in _UNHEARD)
    at = clock.now()
    row.state, row.because = wanted.value, because
    if is_heard:
        row.version += 1
    if wanted in AMENDMENT_MACHINE.final:
        row.ended_at = at
        row.wish = msgspec.json.encode(replace(as_amendment(row).wish, contact=None)).decode()
        inventory.release(inventory.Owner.AMENDMENT, row.id)
    row.save(update_fields=["state", "because", "version", "ended_at", "wish", "expires_at"])
    found = as_amendment(row)
    if is_heard:
        outbox.emit([events.became(found)], at=at)
        details: dict[str, trail.Detail] = {"amendment": row.id, "reason": row.reason, "to_pay": row.to_pay}
        details |= {"currency": row.currency} | ({"because": because} if because else {})
        subject = trail.Subject("order", row.order_id)
        trail.record(f"amendments.{wanted.value}", subject, actor=actor, place=row.place_id, details=details, at=at)
    return found


_UNHEARD = (AmendmentState.WITHDRAWN, AmendmentState.EXPIRED)
