"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Hit
from oneshelf.modules.offers import public as offers
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.storefront.cards import Card, cards_of, picture_address
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.stores import today_at
from oneshelf.surfaces.storefront.visits import Visit, visit_of

POPULAR = 12
"""How many products the first page shows."""

LOOKED_AT = 5
"""How many times as many popular products are looked at, since those that look alike are left out."""

TILE_WIDTH = 240
"""How wide a category's picture is drawn, in CSS pixels."""


@kindly
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the categories, what others buy, and my store."""
    visit = visit_of(request)
    tiles = [(each, picture_address(each.picture, TILE_WIDTH)) for each in visit.categories]
    today = today_at(visit.store) if visit.store else None
    takeable = offers.open_to_visitors(visit.market.id, visit.channel.id, visit.customer_id, clock.now())
    return show(request, "home/page", tiles=tiles, cards=_popular(visit), today=today, takeable=bool(takeable))


def _popular(visit: Visit) -> list[Card]:
    """Return what the latest orders hold most often; the first of the catalogue in a shop without orders.

    No two have the same picture, or the shelf would be five kinds of milk; and nothing that comes out of a pump, or
    has no price.
    """
    variants = orders.popular_variants(visit.market.id, most=POPULAR * LOOKED_AT)
    known = catalogue.snapshots(variants) if variants else {}
    products = [known[each].product for each in variants if each in known]
    sold = catalogue.hits(products) if products else {}
    different: dict[str, Hit] = {}
    for product in products:
        if product in sold and sold[product].unit is not Unit.GALLON:
            different.setdefault(sold[product].picture or sold[product].slug, sold[product])
    found = list(different.values()) or list(catalogue.first_products(limit=POPULAR))
    cards = cards_of(visit, found[: 2 * POPULAR])
    return [card for card in cards if card.tag][:POPULAR]
