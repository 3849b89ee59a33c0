"""Finding goods and customers: search as one types, favourites, the price of a thing in hand."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.customers import public as customers
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.till import goods, people
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.elsewhere import told
from oneshelf.surfaces.till.errors import UnknownCode

MOST_TILES = 24
"""How many tiles one look shows."""

LONGEST_TEXT = 100
"""Characters of a search that are read."""


@counter_data
@require_safe
def find(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw the tiles that answer to `q`, narrowed by `category`; without either the favourites."""
    text, category = request.GET.get("q", "")[:LONGEST_TEXT].strip(), request.GET.get("category", "")
    return render(request, "till/parts/tiles.html", tiles(counter, text, category))


def tiles(counter: Counter, text: str, category: str) -> dict[str, object]:
    """Return what the tiles show."""
    variants, understood_as = _popular(counter) if not text and not category else [], None
    if not variants:
        page = catalogue.quick_search(text, catalogue.SearchFilters(category=category or None), limit=MOST_TILES)
        variants = [variant for hit in page.hits for variant in hit.variants][:MOST_TILES]
        understood_as = page.understood_as
    return {"goods": goods.goods_of(counter.till, variants), "text": text, "understood_as": understood_as}


def _popular(counter: Counter) -> list[VariantId]:
    """Return what the market's latest orders hold most often; nothing in a shop without orders."""
    return orders.popular_variants(counter.till.market, most=MOST_TILES)


@counter_data
@require_safe
def price(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw what the thing with a `code` costs and whether it is there, or else how it is had. Raises UnknownCode."""
    code = request.GET.get("code", "")[:LONGEST_TEXT].strip()
    variant = catalogue.find_variant_by_code(code) if code else None
    if variant is None and (portion := catalogue.find_portion(counter.till.market, code)):
        variant = portion.variant
    found = goods.goods_of(counter.till, [VariantId(variant)]) if variant else []
    if not found:
        raise UnknownCode(value=code)
    good, ways = found[0], []
    if good.available < good.snapshot.unit.scale:
        # What a parcel costs hangs on what else is bought.
        ways = [replace(way, cost=None) for way in told(counter, [(good.snapshot, good.snapshot.unit.scale)])]
    shown = {"good": good, "ways": ways, "tag": goods.tag_of(counter.till, good)}
    return render(request, "till/parts/price.html", shown)


@counter_data
@require_safe
def customers_found(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw the customers whose card, telephone, e-mail or name answers to `q`."""
    counter.actor.require(people.VIEW, at=counter.till.place)
    text = request.GET.get("q", "")[:LONGEST_TEXT].strip()
    found = customers.search(text, most=8) if text else []
    return render(request, "till/parts/customers.html", {"found": found, "text": text})
