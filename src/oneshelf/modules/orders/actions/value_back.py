"""What goes back for goods that come back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from oneshelf.kernel.money import Money
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders.actions.take_goods_back import units_received
from oneshelf.modules.orders.queries import find_amended_proofs, find_proof, returns_of
from oneshelf.modules.orders.rules import value_of_units
from oneshelf.modules.orders.types import Order
from oneshelf.modules.pricing import public as pricing


def value_back(order: Order, goods: Mapping[int, int], *, cause: UUID | None = None) -> Money:
    """Return what was paid for `goods` (line -> smallest sale units) that come back, after what came back before.

    Of an order with promotions, and a market that recomputes them, it is what was paid less what is kept costs by the
    rules of then; otherwise each line gives its share, so that all shares add up to what it cost. What came back
    because of `cause` counts as not back yet. Nothing is written.
    """
    before: dict[UUID, dict[int, int]] = {}
    for each in returns_of(order.summary.id):
        if each.cause != cause:
            before.setdefault(each.cause, {})[each.line] = each.units
    steps = [before[each] for each in sorted(before)]  # a cause is a UUIDv7: they come in the order of time
    proofs = _proofs(order) if _recomputes(order) else []
    keys = {line.key for sealed in proofs for line in sealed.basket.lines}
    value = 0
    for line in order.lines:
        if str(line.line) not in keys and goods.get(line.line):
            gone = sum(step.get(line.line, 0) for step in steps)
            value += value_of_units(line, gone + goods[line.line]) - value_of_units(line, gone)
    received = {str(line): units for line, units in units_received(order).items()} if proofs else {}
    for sealed in proofs:
        own = {line.key for line in sealed.basket.lines}
        told = [{str(line): units for line, units in step.items() if str(line) in own} for step in [*steps, goods]]
        had = {line: units for line, units in received.items() if line in own}
        value += pricing.given_back(sealed, had, told)[-1]
    return Money(value, order.summary.currency)


def _proofs(order: Order) -> list[pricing.Sealed]:
    """Return each basket that was priced by itself: what was ordered, and what each change has added."""
    first = find_proof(order.summary.id)
    return [*([first] if first else []), *find_amended_proofs(order.summary.id)]


def _recomputes(order: Order) -> bool:
    has_promotions = any(each.rule for each in order.adjustments)
    return has_promotions and markets.get_market(order.summary.market).recomputes_promotions
