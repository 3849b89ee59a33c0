"""Merchandisers: they keep units back, and let them go again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.console.simulate.books import Fence, Key, Rule
from oneshelf.surfaces.console.simulate.world import World


def keep_back(world: World) -> str:
    """Somebody sets a hard rule for an article at a place, or ends the one that is there."""
    place, article = world.chance.choice(world.chain.shelves), world.chance.choice(world.chain.plain)
    scope = inventory.Scope(place=place, variant=article.variant)
    known = _find(world, scope)
    if known is not None:
        return _end(world, known)
    if any(fence.key == (place, article.variant) for fence in world.books.fences.values()):
        return "that is set apart already"
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


def set_apart(world: World) -> str:
    """Somebody sets units of an article apart for a channel, from now or from later on, or lifts such a fence."""
    place, article = world.chance.choice(world.chain.shelves), world.chance.choice(world.chain.plain)
    key = (place, article.variant)
    mine = {id: fence for id, fence in world.books.fences.items() if fence.key == key}
    if mine:
        return _lift(world, world.chance.choice(list(mine)))
    if any(offer.key == key and offer.ends is None for offer in world.books.offers.values()):
        return "that is sold ahead"
    if any(rule.key == key and rule.holds(world.now) for rule in world.books.rules.values()):
        return "a rule keeps some of that back already"
    channel, units = (
        world.chance.choice((world.chain.marketplace, world.chain.tills[0].channel)),
        world.chance.choice((3, 8, 25)),
    )
    begins = world.now + timedelta(hours=world.chance.choice((0, 0, 2, 30)))
    ends = begins + timedelta(hours=world.chance.choice((3, 50))) if world.happens(60) else None
    world.done(
        lambda: inventory.set_fence(
            world.chain.market.id, place, article.variant, channel, units, actor=SYSTEM, begins=begins, ends=ends
        ),
        lambda: _fence(world, key) is not None,
    )
    found = _fence(world, key)
    assert found is not None, "it was set just now"
    world.books.fences[found.id] = Fence(key, channel, units, begins, ends)
    return f"{units} are set apart"


def _lift(world: World, id: UUID) -> str:
    world.surely(lambda: inventory.lift_fence(inventory.FenceId(id), actor=SYSTEM))
    del world.books.fences[id]
    return "a fence is lifted"


def _fence(world: World, key: Key) -> inventory.StandingFence | None:
    standing = inventory.list_fences(world.chain.market.id, [PlaceId(key[0])])
    return next((each for each in standing if each.variant == key[1]), None)


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
