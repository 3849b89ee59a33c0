"""The page of a product, and its availability, which keeps itself up to date."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, tickets
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.storefront.availability import availability_of
from oneshelf.surfaces.storefront.cards import Tag, cards_of, picture_address, tag_of
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.promises import Promised, lines_of, promised
from oneshelf.surfaces.storefront.visits import Visit, visit_of

PICTURE_WIDTH = 640
THUMBNAIL = 96
"""How wide the big picture and those beside it are drawn, in CSS pixels."""

SIMILAR = 6
"""How many other products of the same category stand below."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value of an option, and the address of the variant that has it."""

    value: str
    href: str
    chosen: bool


@kindly
@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product; `variant` in the address says which of its variants by SKU."""
    visit, page = visit_of(request), catalogue.product_page(slug)
    variant = _variant(page, request.GET.get("variant", ""))
    return show(
        request,
        "product/page",
        page=page,
        variant=variant,
        tag=_tag(visit, variant),
        options=_options(page, variant),
        pictures=_pictures(page, variant),
        trail=[(each.name, reverse("storefront:category", args=[each.slug])) for each in page.trail],
        facts=_facts(page, variant),
        available=availability_of(visit, variant.id, variant.unit),
        promised=_promised(visit, variant),
        similar=_similar(visit, page),
        live=settings.LIVE_URL,
        events=inventory.StockChanged.TYPE,
    )


@kindly
@never_cache
@require_safe
def availability(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where a variant is to be had: the piece of the product's page that is fetched anew when stock changes."""
    page = catalogue.product_page(slug)
    variant = _variant(page, request.GET.get("variant", ""))
    visit = visit_of(request)
    found = availability_of(visit, variant.id, variant.unit)
    ways = _promised(visit, variant)
    return show(request, "product/availability", page=page, variant=variant, available=found, promised=ways)


@kindly
@never_cache
@require_safe
def ticket(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the open page a ticket to hear of its variant's stock. Stock is no secret: everybody may."""
    variant = _variant(catalogue.product_page(slug), request.GET.get("variant", ""))
    return JsonResponse({"ticket": tickets.issue([f"variant:{variant.id}"], visit_of(request).actor)})


def _promised(visit: Visit, variant: catalogue.VariantView) -> Promised:
    """Return the ways to get one of it; what a parcel costs may hang on its price, which a closed product has not."""
    price = pricing.prices(visit.market.id, [variant.id], clock.now(), visit.buyer).get(variant.id)
    goods = price.unit_price.times(variant.unit.scale) if price else Money.zero(visit.market.currency)
    return promised(visit, lines_of([(variant.id, variant.unit.scale)]), goods)


def _variant(page: catalogue.ProductPage, sku: str) -> catalogue.VariantView:
    for variant in page.variants:
        if not sku or variant.sku == sku:
            return variant
    raise NotFound(kind="product", value=sku or page.slug)


def _tag(visit: Visit, variant: catalogue.VariantView) -> Tag | None:
    now = clock.now()
    price = pricing.prices(visit.market.id, [variant.id], now, visit.buyer).get(variant.id)
    if price is None:
        return None
    lowest = pricing.lowest_in_30_days(
        visit.market.id, [variant.id], now, visit.buyer, progressive=visit.market.progressive_reductions
    )
    contents = catalogue.contents([variant.id])
    return tag_of(price.unit_price, variant.unit, lowest.get(variant.id), contents.get(variant.id))


def _options(page: catalogue.ProductPage, shown: catalogue.VariantView) -> list[tuple[str, list[Option]]]:
    """Return each option with its values; a value leads to the variant that has it and else differs least."""
    groups = []
    for at, name in enumerate(page.option_names):
        best: dict[str, catalogue.VariantView] = {}
        for variant in page.variants:
            value = variant.option_values[at]
            if value not in best or _alike(variant, shown) > _alike(best[value], shown):
                best[value] = variant
        options = [
            Option(value, f"?variant={variant.sku}", value == shown.option_values[at])
            for value, variant in best.items()
        ]
        groups.append((name, options))
    return groups


def _alike(one: catalogue.VariantView, other: catalogue.VariantView) -> int:
    return sum(a == b for a, b in zip_longest(one.option_values, other.option_values))


def _pictures(page: catalogue.ProductPage, variant: catalogue.VariantView) -> list[tuple[str, str, str]]:
    """Return (large, small, alt) of the pictures that show this variant, its own first."""
    fitting = [each for each in page.pictures if each.variant in (None, variant.id)]
    fitting.sort(key=lambda each: each.variant is None)
    return [
        (picture_address(each.path, PICTURE_WIDTH), picture_address(each.path, THUMBNAIL), each.alt) for each in fitting
    ]


def _facts(page: catalogue.ProductPage, variant: catalogue.VariantView) -> list[tuple[str, str]]:
    """Return what is known about a product besides its description, as words and values."""
    return [(name.replace("_", " "), _written(value)) for name, value in page.attributes.items()]


def _written(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _similar(visit: Visit, page: catalogue.ProductPage) -> list[object]:
    if not page.trail:
        return []
    within = catalogue.SearchFilters(category=page.trail[-1].slug)
    hits = catalogue.first_products(within, limit=SIMILAR + 1)
    return list(cards_of(visit, [hit for hit in hits if hit.product != page.id][:SIMILAR]))
