"""The first page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import Hit
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.storefront.cards import cards_of, picture_address
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.stores import today_at
from oneshelf.surfaces.storefront.visits import Visit, visit_of

POPULAR = 12
"""How many products the first page shows."""

TILE_WIDTH = 240
"""How wide a category's picture is drawn, in CSS pixels."""


@kindly
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the categories, what others buy, and my store."""
    visit = visit_of(request)
    tiles = [(each, picture_address(each.picture, TILE_WIDTH)) for each in visit.categories]
    today = today_at(visit.store) if visit.store else None
    return show(request, "home/page", tiles=tiles, cards=cards_of(visit, _popular(visit)), today=today)


def _popular(visit: Visit) -> list[Hit]:
    """Return what the latest orders hold most often; the first of the catalogue in a shop without orders."""
    variants = orders.popular_variants(visit.market.id, most=POPULAR)
    products = [each.product for each in catalogue.snapshots(variants).values()] if variants else []
    known = catalogue.hits(products) if products else {}
    found = list({product: known[product] for product in products if product in known}.values())
    return found or list(catalogue.first_products(limit=POPULAR))
