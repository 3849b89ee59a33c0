"""Lists of products: a category, a search, and what is suggested while somebody types."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.surfaces.storefront.cards import cards_of, picture_address
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import visit_of

PAGE = 24
"""How many products one page holds."""

SUGGESTIONS = 8
LONGEST_SEARCH = 100
MOST_BRANDS_CHOSEN = 20
THUMBNAIL = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a list may be narrowed by; its address adds it, or takes it away again."""

    name: str
    count: int
    href: str
    chosen: bool


@kindly
@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the products of a category and those below it."""
    shown = catalogue.category_page(slug)
    brands = _brands(request)
    found = catalogue.list_products(catalogue.SearchFilters(slug, brands), after=_after(request), limit=PAGE)
    return show(
        request,
        "browse/category",
        page=shown,
        trail=[(each.name, reverse("storefront:category", args=[each.slug])) for each in shown.trail[:-1]],
        cards=cards_of(visit_of(request), found.hits),
        found=found,
        brands=_brand_choices(request, found, brands),
        chosen=brands,
        more=_more(request, found),
    )


@kindly
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what answers to the words in `q`."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    brands, within = _brands(request), request.GET.get("in") or None
    found = catalogue.search(text, catalogue.SearchFilters(within, brands), after=_after(request), limit=PAGE)
    return show(
        request,
        "browse/search",
        text=text,
        cards=cards_of(visit_of(request), found.hits),
        found=found,
        brands=_brand_choices(request, found, brands),
        categories=_category_choices(request, found, within),
        chosen=brands,
        within=within,
        more=_more(request, found),
    )


@kindly
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Show what the words typed so far may become."""
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = catalogue.suggest(text, SUGGESTIONS) if text else []
    return show(
        request,
        "browse/suggestions",
        text=text,
        suggestions=[(each, picture_address(each.picture, THUMBNAIL)) for each in found],
    )


def _after(request: HttpRequest) -> str | None:
    return request.GET.get("after") or None


def _brands(request: HttpRequest) -> tuple[str, ...]:
    return tuple(request.GET.getlist("brand")[:MOST_BRANDS_CHOSEN])


def _brand_choices(request: HttpRequest, found: catalogue.SearchPage, chosen: tuple[str, ...]) -> list[Choice]:
    counted = found.facets.brands if found.facets else ()
    choices = []
    for each in counted:
        if not each.value:
            continue
        kept = [brand for brand in chosen if brand != each.value]
        href = _address(request, "brand", kept if each.value in chosen else [*kept, each.value])
        choices.append(Choice(each.name, each.count, href, each.value in chosen))
    return choices


def _category_choices(request: HttpRequest, found: catalogue.SearchPage, within: str | None) -> list[Choice]:
    counted = found.facets.categories if found.facets else ()
    return [
        Choice(
            each.name,
            each.count,
            _address(request, "in", [] if each.value == within else [each.value]),
            each.value == within,
        )
        for each in counted
    ]


def _more(request: HttpRequest, found: catalogue.SearchPage) -> str:
    return _address(request, "after", [found.after]) if found.after else ""


def _address(request: HttpRequest, name: str, values: list[str]) -> str:
    """Return this page's address with `name` set anew; another filter begins at the first page."""
    query = request.GET.copy()
    query.pop("after", None)
    query.setlist(name, values)
    return f"?{query.urlencode()}"
