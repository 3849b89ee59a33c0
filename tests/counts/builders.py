"""Counts for tests."""

from __future__ import annotations

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM, Actor, ActorKind, Grant
from oneshelf.kernel.ids import new_id
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import public as counts
from oneshelf.modules.supply import public as supply
from tests.supply.builders import Chain


def a_counter(*more: str) -> Actor:
    """Somebody who may count, and what `more` says."""
    return Actor(ActorKind.STAFF, new_id(), frozenset(Grant(each) for each in ("counts.count", *more)))


def a_manager() -> Actor:
    return a_counter("counts.view", "counts.plan", "counts.approve")


def bought(chain: Chain, units: int, cents: int = 200) -> VariantId:
    """Return a new article of which the store has `units`, received at that cost."""
    variant = chain.variant()
    order = chain.ordered((variant, max(units, 1000 // cents + 1)), cents=cents)
    supply.receive(order.id, [supply.Arrived(1, units)], receipt=new_id(), actor=SYSTEM)
    return variant


def a_count(chain: Chain, *variants: VariantId, rule: counts.RecountRule = counts.USUAL_RULE) -> counts.Count:
    return counts.plan_count(
        chain.store.id, variants, title="Monday", due_on=clock.now().date(), rule=rule, actor=SYSTEM
    )


def counted(count: counts.Count, line: int, units: int, actor: Actor | None = None) -> counts.LineState:
    """Let somebody (somebody new, when None) find so many units of a line."""
    who = actor or a_counter()
    counts.type_quantity(count.id, line, units, actor=who)
    return counts.finish_line(count.id, line, actor=who)
