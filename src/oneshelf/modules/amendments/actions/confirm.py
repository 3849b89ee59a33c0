"""Agreeing to a change as it was shown: it is done at once, or waits for its money."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.money import Money
from oneshelf.kernel.states import WrongState
from oneshelf.kernel.transactions import retried
from oneshelf.modules.amendments import models, rules
from oneshelf.modules.amendments.actions.carry_out import carry_out, check_address
from oneshelf.modules.amendments.actions.send import demands
from oneshelf.modules.amendments.actions.step import locked, step
from oneshelf.modules.amendments.errors import AlreadyPicked, AmendmentOver, ChangeAwaitsPayment, PreviewOutdated
from oneshelf.modules.amendments.queries import as_amendment, awaiting_payment
from oneshelf.modules.amendments.types import Amendment, AmendmentId, AmendmentState
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order

_DONE = (AmendmentState.CONFIRMED, AmendmentState.AWAITING_PAYMENT)


@retried
def confirm(amendment: AmendmentId, seal: str, *, actor: Actor) -> Amendment:
    """Do all that was shown under `seal`, in one transaction, or nothing; confirming again gives the same.

    What costs more waits for its money (`pay`, `complete`) and holds its goods meanwhile, for `PAY_WITHIN`.
    Raises UnknownAmendment, PreviewOutdated (another seal), AmendmentOver (its time has passed), orders' OrderChanged,
    AlreadyPicked, AlreadyPacked, inventory's OutOfStock, sourcing's PlaceBusy, and ChangeAwaitsPayment while another
    one waits.
    """
    row = locked(amendment)
    found = as_amendment(row)
    if found.seal != seal:
        raise PreviewOutdated
    if found.state in _DONE:
        return found
    if found.is_over or found.expires_at <= clock.now():
        raise AmendmentOver(state=(found.state if found.is_over else AmendmentState.EXPIRED).value)
    order = orders.get_order(found.order)
    if order.version != found.preview.version:
        raise orders.OrderChanged(number=found.order_number, version=order.version)
    if awaiting_payment(found.order):
        raise ChangeAwaitsPayment(number=found.order_number)
    _check_stock(found)
    if found.to_pay:
        return _wait(row, found, order, actor)
    nothing = Money.zero(found.to_pay.currency)
    with picks_refuse(found):
        carry_out(found, order, paid=nothing, actor=actor)
    return step(row, AmendmentState.CONFIRMED, actor=actor)


def _wait(row: models.Amendment, found: Amendment, order: Order, actor: Actor) -> Amendment:
    """Hold the goods until the money comes; whoever pays later meets what the pickers have done by then."""
    _check_unpicked(found)
    check_address(found, order)
    row.expires_at = clock.now() + rules.PAY_WITHIN
    wanted = demands(found.preview.supply.parcels, fresh_only=True)
    if wanted:
        inventory.hold_for(
            found.market,
            inventory.Owner.AMENDMENT,
            found.id,
            wanted,
            expires_at=row.expires_at,
            channel=order.summary.channel,
        )
    return step(row, AmendmentState.AWAITING_PAYMENT, actor=actor)


@contextmanager
def picks_refuse(found: Amendment) -> Iterator[None]:
    """Say in the words of the order what a picker was faster with. Raises AlreadyPicked."""
    try:
        yield
    except fulfilment.UnitsPicked as picked:
        raise _picked(found, picked.line, picked.wanted, picked.left) from picked
    except WrongState as moved:
        gone = next((each for each in found.preview.taken_out if each.units), None)
        if gone is None:
            raise
        line, wanted = next(iter(gone.units.items()))
        raise _picked(found, line, wanted, 0) from moved


def _check_unpicked(found: Amendment) -> None:
    held = rules.held_unpicked(fulfilment.consignments_of([found.order])[found.order])
    for taken in found.preview.taken_out:
        for line, wanted in taken.units.items():
            left = held.get(taken.consignment, {}).get(line, 0)
            if left < wanted:
                raise _picked(found, line, wanted, left)


def _picked(found: Amendment, line: int, wanted: int, left: int) -> AlreadyPicked:
    title = next((each.title for each in found.preview.lines if each.line == line), "")
    return AlreadyPicked(line=line, title=title, wanted=wanted, left=left)


def _check_stock(found: Amendment) -> None:
    for lack in found.preview.lacks:
        raise inventory.OutOfStock(
            variant=str(lack.variant),
            place=str(lack.place) if lack.place else "",
            wanted=lack.wanted,
            available=lack.wanted - lack.missing,
        )
