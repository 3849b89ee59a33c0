"""What a shop lets a shopper change of an order: articles of the same product to swap for, and a basket to add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from oneshelf.kernel import clock
from oneshelf.modules.amendments import public as amendments
from oneshelf.modules.carts import public as carts
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.orders.public import Order, OrderLine
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.storefront.visits import Visit
from oneshelf.ui.formats import unit_price_text


@dataclass(frozen=True, slots=True)
class Offered:
    """Where an order can be collected instead, whether more of its lines can be had, for what each line can be swapped
    (variant, its name and price), and the basket that can be added, with the names of what is in it.
    """

    stores: Sequence[Place]
    may_add: bool = False
    swaps: Mapping[int, Sequence[tuple[VariantId, str]]] = field(default_factory=dict)
    basket: carts.Cart | None = None
    basket_names: str = ""


def offered(visit: Visit, order: Order) -> Offered:
    """Return what a shopper is offered to change of an order; nothing new once somebody has begun to make it ready."""
    summary = order.summary
    stores = [
        each
        for each in places.list_places(summary.market)
        if each.collects and not each.archived and each.id != summary.place
    ]
    if amendments.has_begun(fulfilment.consignments_of([summary.id])[summary.id]):
        return Offered(stores)
    terms = amendments.own_terms(summary.market)
    swaps = _swaps(order, [line for line in order.lines if line.wanted]) if terms.may_swap else {}
    is_theirs = terms.may_add and visit.market.id == summary.market and not visit.is_prepared
    basket = visit.cart if is_theirs else None
    basket = basket if basket and basket.lines else None
    return Offered(stores, terms.may_add, swaps, basket, _names(basket) if basket else "")


def take_from_basket(visit: Visit, amendment: amendments.Amendment) -> None:
    """Take out of a shopper's basket what they have added to their order; what they changed meanwhile stays."""
    for each in amendment.wish.add:
        basket = visit.cart
        there = basket.quantities.get(each.variant, 0) if basket else 0
        if basket and there and each.instead_of is None:
            with suppress(carts.CartChanged, carts.CartElsewhere, carts.CartBeingPaid):
                visit.cart = carts.set_line(basket.id, each.variant, max(0, there - each.quantity), seen=there)


def _swaps(order: Order, lines: Sequence[OrderLine]) -> dict[int, list[tuple[VariantId, str]]]:
    bought = catalogue.snapshots([line.variant for line in lines])
    kinds = catalogue.hits(sorted({each.product for each in bought.values()}))
    siblings = [variant for kind in kinds.values() if len(kind.variants) > 1 for variant in kind.variants]
    if not siblings:
        return {}
    known = catalogue.snapshots(siblings)
    prices = pricing.prices(order.summary.market, siblings, clock.now(), amendments.buyer_of(order))
    found: dict[int, list[tuple[VariantId, str]]] = {}
    for line in lines:
        mine = bought.get(line.variant)
        others = kinds[mine.product].variants if mine and mine.product in kinds else ()
        named = [(each, _named(known[each], prices[each])) for each in others if each in prices]
        found[line.line] = [(each, name) for each, name in named if each != line.variant]
    return {line: named for line, named in found.items() if named}


def _named(article: VariantSnapshot, price: pricing.Price) -> str:
    return f"{article.title}, {unit_price_text(price.unit_price, article.unit)}"


def _names(basket: carts.Cart) -> str:
    known = catalogue.snapshots(list(basket.quantities))
    return ", ".join(known[variant].title for variant in basket.quantities if variant in known)
