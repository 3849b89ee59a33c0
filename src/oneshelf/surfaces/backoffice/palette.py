"""One field that leads everywhere: pages, orders by number, articles and people by a few letters, goods by a scan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import guards
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.customers import public as customers
from oneshelf.modules.lots import public as lots
from oneshelf.modules.orders import public as orders
from oneshelf.surfaces.backoffice import navigation
from oneshelf.surfaces.backoffice.desk import Desk, desk_of
from oneshelf.surfaces.backoffice.finding import find_articles

MOST_OF_A_KIND = 6
"""How many articles and how many customers are offered."""

SHORTEST = 2
"""From how many letters on goods and people are searched."""

LONGEST = 100
"""How many letters of what was typed are looked at."""


@dataclass(frozen=True, slots=True)
class Way:
    """Somewhere to go: its words, address, icon, and a few words beside it."""

    words: str | Promise
    href: str
    icon: str
    note: str | Promise = ""


@guards.staff_only("orders.view")
@never_cache
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Offer where whoever asks may go that answers to `q`; without it, every page."""
    text, desk = request.GET.get("q", "").strip()[:LONGEST], desk_of(request)
    found = [*_pages(request, text), *(_rows(desk, text) if len(text) >= SHORTEST else ())]
    said = ngettext("%(count)s way found", "%(count)s ways found", len(found)) % {"count": len(found)}
    return render(request, "backoffice/palette_ways.html", {"ways": found, "said": said, "text": text})


def _pages(request: HttpRequest, text: str) -> Iterator[Way]:
    for group in navigation.groups(request):
        for item in group.items:
            if text.casefold() in str(item.title).casefold():
                yield Way(item.title, item.href, item.icon, group.title)


def _rows(desk: Desk, text: str) -> Iterator[Way]:
    order = orders.find_by_number(desk.market.id, text)
    if order is not None:
        yield Way(text.upper(), resolve_url("backoffice:order", order), "receipt-text", _("Order"))
    if desk.actor.may_somewhere("inventory.view"):
        yield from _units(desk, text)
        for article in find_articles(text)[:MOST_OF_A_KIND]:
            address = f"{resolve_url('backoffice:stock')}?{urlencode({'q': article.sku})}"
            yield Way(article.title, address, "package", article.sku)
    if desk.actor.may_somewhere("customers.view"):
        for found in customers.search(text, most=MOST_OF_A_KIND):
            address = resolve_url("admin:customers_customer_change", found.customer.id)
            yield Way(found.customer.name, address, "contact", found.customer.email)


def _units(desk: Desk, text: str) -> Iterator[Way]:
    """Offer the lots and serial numbers that are called so, or that a scanned GS1 code names with their article."""
    found = _scanned(desk, text) or lots.lots_called(desk.market.id, text, limit=MOST_OF_A_KIND)
    known = catalogue.snapshots([each.variant for each in found])
    for each in found:
        words = _("Serial number %(code)s") if each.serial else _("Lot %(code)s")
        address = resolve_url("backoffice:unit", each.id)
        yield Way(known[each.variant].title, address, "barcode", words % {"code": each.code})


def _scanned(desk: Desk, text: str) -> list[lots.KnownLot]:
    """Return the unit and the lot that a GS1 code speaks of; none, when it is not one or they are unknown."""
    try:
        scan = catalogue.read_scan(text)
    except (catalogue.NotABarcode, catalogue.WrongCheckDigit):
        return []
    variant = catalogue.find_variant_by_barcode(scan.gtin) if scan.lot or scan.serial else None
    if variant is None:
        return []
    said = [(code, serial) for code, serial in ((scan.serial, True), (scan.lot, False)) if code]
    return [
        each
        for code, serial in said
        for each in lots.find_lots(desk.market.id, [variant], code)
        if each.serial == serial
    ]
