"""Merchandisers: they keep units back, and let them go again."""

from __future__ import annotations

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.inventory import public as inventory
from oneshelf.surfaces.console.simulate.books import Rule
from oneshelf.surfaces.console.simulate.world import World


def keep_back(world: World) -> str:
    """Somebody sets a hard rule for an article at a place, or ends the one that is there."""
    place, article = world.chance.choice(world.chain.shelves), world.chance.choice(world.chain.plain)
    scope = inventory.Scope(place=place, variant=article.variant)
    known = _find(world, scope)
    if known is not None:
        return _end(world, known)
    amount = inventory.Amount(units=world.chance.choice((2, 5, 20)), hard=True)
    market = world.chain.market.id
    world.done(
        lambda: inventory.set_rule(market, scope, amount, begins=world.now, actor=SYSTEM),
        lambda: _find(world, scope) is not None,
    )
    rule = _find(world, scope)
    assert rule is not None, "it was set just now"
    world.books.rules[rule.id] = Rule((place, article.variant), amount.units or 0, world.now)
    return f"{amount.units} are kept back"


def _end(world: World, known: inventory.BufferRule) -> str:
    world.done(
        lambda: inventory.end_rule(known.id, version=known.version, actor=SYSTEM),
        lambda: known.id not in {each.id for each in inventory.list_rules(world.chain.market.id)},
    )
    rule = world.books.rules[known.id]
    if rule.begins >= world.now:  # a clock went back: it never was
        del world.books.rules[known.id]
    else:
        rule.ends = world.now
    return "nothing is kept back any more"


def _find(world: World, scope: inventory.Scope) -> inventory.BufferRule | None:
    """Return the rule of exactly that scope that holds, or will."""
    for each in inventory.list_rules(world.chain.market.id):
        if (each.place, each.variant) == (scope.place, scope.variant):
            return each
    return None
