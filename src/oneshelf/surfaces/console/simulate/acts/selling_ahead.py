"""Merchandisers who sell goods before they are there: as pre-orders or back-orders, on other terms, or no more."""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.inventory.public import AheadKind, AheadRule, AheadTerms
from oneshelf.modules.places.public import PlaceId
from oneshelf.surfaces.console.simulate.books import Key, Rule
from oneshelf.surfaces.console.simulate.world import World

FEWEST = 6
"""Of how many keys with the least on the shelf most of what is sold ahead is chosen."""


def sell_ahead(world: World) -> str:
    """Somebody lets an article be sold before it is there, sells it on other terms from now on, or ends that."""
    key = _key(world)
    place, variant = PlaceId(key[0]), VariantId(key[1])
    known = _find(world, key)
    if known is not None:
        return _end(world, known) if world.happens(30) else _revise(world, known)
    if any(fence.key == key for fence in world.books.fences.values()):
        return "that is set apart"
    terms, market = _terms(world), world.chain.market.id
    world.done(
        lambda: inventory.sell_ahead(market, place, variant, terms, begins=world.now, actor=SYSTEM),
        lambda: _find(world, key) is not None,
    )
    rule = _find(world, key)
    assert rule is not None, "it was set just now"
    world.books.offers[rule.id] = Rule(key, terms.units, rule.begins)
    return f"{terms.units} are sold ahead"


def _key(world: World) -> Key:
    """Choose what is sold ahead already, or one of the levels of which the least is left."""
    standing = [offer.key for offer in world.books.offers.values() if offer.ends is None]
    if standing and world.happens(40):
        return world.chance.choice(standing)
    left = {
        (place, article.variant): world.books.free((place, article.variant), world.now)
        for place in world.chain.shelves
        for article in world.chain.plain
    }
    return world.chance.choice(sorted(left, key=lambda key: (left[key], key))[:FEWEST])


def _terms(world: World) -> AheadTerms:
    """Choose when goods come: pre-ordered ones on a day; back-ordered ones on a day, or some days after any order."""
    units, days = world.chance.choice((2, 5, 12)), world.chance.choice((1, 2, 5))
    on = world.now.date() + timedelta(days=days)
    if world.happens(40):
        return AheadTerms(AheadKind.BACKORDER, units, lead_days=days)
    return AheadTerms(world.chance.choice((AheadKind.PREORDER, AheadKind.BACKORDER)), units, expected_on=on)


def _revise(world: World, known: AheadRule) -> str:
    terms = _terms(world)
    world.done(
        lambda: inventory.revise_ahead(known.id, terms, version=known.version, actor=SYSTEM),
        lambda: inventory.get_ahead(known.id).version > known.version,
    )
    world.books.offers[known.id].units = terms.units
    return f"{terms.units} are sold ahead, on other terms"


def _end(world: World, known: AheadRule) -> str:
    world.done(
        lambda: inventory.end_ahead(known.id, version=known.version, actor=SYSTEM),
        lambda: known.id not in {each.id for each in inventory.list_ahead(world.chain.market.id)},
    )
    offer = world.books.offers[known.id]
    if offer.begins >= world.now:  # a clock went back: it never was
        del world.books.offers[known.id]
    else:
        offer.ends = world.now
    return "it is sold ahead no more"


def _find(world: World, key: Key) -> AheadRule | None:
    place, variant = PlaceId(key[0]), VariantId(key[1])
    return next(iter(inventory.list_ahead(world.chain.market.id, place, variant)), None)
