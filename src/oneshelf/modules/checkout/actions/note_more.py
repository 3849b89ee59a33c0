"""Noting with an order what few orders have."""

from __future__ import annotations

from collections import Counter

from oneshelf.kernel import decoding, sql
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.checkout import rules
from oneshelf.modules.checkout.rules.labelled import labelled
from oneshelf.modules.checkout.types import Arrangement, AtCollection, NewOrder, OnAccount, PlacedOrder
from oneshelf.modules.companies import public as companies
from oneshelf.modules.lots import public as lots
from oneshelf.modules.orders import public as orders
from oneshelf.modules.sourcing import public as sourcing

_FORGET_GIFT = sql.statement(__name__, "forget_gift")


def note_more(new: NewOrder, placed: PlacedOrder) -> None:
    """Note of an order, in its transaction, what the statement that wrote it does not know."""
    _note_lots(new)
    if new.overruled_by:
        subject = trail.Subject("order", placed.order)
        trail.record("stock.overruled", subject, actor=new.overruled_by, place=new.counter, at=new.at)
    proved = isinstance(new.later, OnAccount) or rules.is_not_charged(new.quote)
    if new.quote.savings or (proved and new.quote.seal):
        orders.keep_price(placed.order, new.market, rules.adjustments(new.quote), new.quote.seal)
    if new.service:
        orders.note_service(placed.order, new.service)
    if new.arranged:
        _note_arrangement(new, new.arranged)
    if new.gift is not None:
        orders.note_gift(placed.order, new.market, new.gift)
        if new.checkout:
            _FORGET_GIFT.execute(checkout=new.checkout)
    _note_when_paid(new, placed)


def _note_lots(new: NewOrder) -> None:
    """Note of which labels stock knows no lot, or too few units of it: others left in their stead."""
    own = labelled(new.quote)
    left: Counter[int] = Counter()
    for step in lots.entries_of(new.id) if own else ():
        left[step.cause_line] -= step.change if step.told else 0
    for line in own:
        units = line.priced.quantity - left[line.line]
        if units > 0:
            assert new.sold_by, "what has a label was sold in one call"
            trail.record(
                "stock.lot_not_here",
                trail.Subject("order", new.id),
                actor=new.sold_by,
                place=new.counter,
                details={"variant": line.snapshot.variant, "line": line.line, "units": units},
                at=new.at,
            )


def _note_arrangement(new: NewOrder, arranged: Arrangement) -> None:
    """Note by when all of it was promised, and why these places send it; a checkout's row has kept that."""
    orders.note_promise(new.id, arranged.promised_by)
    if arranged.decision:
        sourcing.keep_note(decoding.decode(arranged.decision, sourcing.NoteColumns))


def _note_when_paid(new: NewOrder, placed: PlacedOrder) -> None:
    """Note of an order that is paid later when that is; a company's credit is taken last, when its goods are there."""
    match new.later:
        case AtCollection(email, most_open):
            orders.pay_at_collection(placed.order, new.market, email, most_open=most_open, at=new.at)
        case OnAccount(company, customer, reference):
            companies.buy_on_account(placed.order, company, customer, placed.total, at=new.at, reference=reference)
