"""What the back office offers to whom: one list for its own pages and for Unfold's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import guards


@dataclass(frozen=True, slots=True)
class Item:
    """A way to a page: `icon` is lucide's name, `symbol` that of Unfold's font for the same thing."""

    title: str | Promise
    href: str
    icon: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Group:
    """Ways that belong together."""

    title: str | Promise
    items: tuple[Item, ...]


_PAGES = (
    (_("Board"), "backoffice:board", "layout-dashboard", "dashboard", "board.view"),
    (_("Orders"), "backoffice:orders", "receipt-text", "receipt_long", "orders.view"),
    (_("Cases"), "backoffice:cases", "life-buoy", "support", "cases.view"),
    (_("Phone orders"), "backoffice:drafts", "phone", "call", "carts.draft"),
    (_("Companies"), "backoffice:companies", "building-2", "apartment", "companies.view"),
    (_("Customer groups"), "backoffice:groups", "users", "groups", "customers.view"),
    (_("Stock"), "backoffice:stock", "boxes", "inventory_2", "inventory.view"),
    (_("Purchasing"), "backoffice:purchases", "truck", "local_shipping", "supply.view"),
    (_("Transfers"), "backoffice:transfers", "arrow-left-right", "swap_horiz", "supply.view"),
    (_("Counts"), "backoffice:counts", "list-checks", "checklist", "counts.view"),
    (_("Shrinkage"), "backoffice:shrinkage", "trending-down", "trending_down", "counts.view"),
    (_("Promises kept"), "backoffice:promises", "calendar-check", "event_available", "orders.view"),
    (_("Buffers"), "backoffice:buffers", "shield", "shield", "inventory.rules"),
    (_("Sold ahead"), "backoffice:ahead", "hourglass", "hourglass_top", "inventory.ahead"),
    (_("Waiting for goods"), "backoffice:waiting", "package-open", "pending_actions", "orders.view"),
    (_("Fences"), "backoffice:fences", "fence", "fence", "inventory.rules"),
    (_("Prices"), "backoffice:prices", "tags", "sell", "pricing.view"),
    (_("Coupons"), "backoffice:coupon_batches", "ticket", "confirmation_number", "coupons.view"),
    (_("Offers"), "backoffice:offers", "repeat", "repeat", "offers.view"),
    (_("Promotions"), "backoffice:promotions", "badge-percent", "percent_discount", "promotions.view"),
    (_("Sets of articles"), "backoffice:sets", "layers", "layers", "catalogue.edit"),
    (_("Parity"), "backoffice:parity", "columns-3", "view_column", "parity.view"),
    (_("Sourcing"), "backoffice:policies", "route", "route", "sourcing.view"),
    (_("Webhooks"), "backoffice:hooks", "webhook", "webhook", "webhooks.manage"),
)
"""Words, route, two icons and the permission of each page."""

_LISTS = {
    "markets_market": ("globe", "public"),
    "markets_channel": ("radio-tower", "hub"),
    "markets_seller": ("landmark", "account_balance"),
    "tax_regime": ("scale", "balance"),
    "tax_zone": ("map", "map"),
    "tax_zonerate": ("percent", "percent"),
    "tax_exemption": ("badge-percent", "money_off"),
    "places_place": ("store", "storefront"),
    "staff_member": ("users", "badge"),
    "staff_role": ("key-round", "key"),
    "customers_customer": ("contact", "person"),
    "catalogue_product": ("package", "package_2"),
    "catalogue_category": ("folder-tree", "category"),
    "catalogue_labellayout": ("scan-barcode", "barcode"),
    "pricing_price": ("tags", "sell"),
    "payments_payment": ("credit-card", "credit_card"),
    "payments_inboxmessage": ("inbox", "inbox"),
    "fulfilment_consignment": ("truck", "local_shipping"),
    "supply_supplier": ("factory", "factory"),
    "counts_authority": ("shield-check", "verified_user"),
    "tills_till": ("monitor", "point_of_sale"),
    "delivery_service": ("package-check", "package"),
    "delivery_terms": ("clock", "schedule"),
    "delivery_lane": ("route", "route"),
}
"""The icons of lists by model; one that is missing here gets a plain one."""

_TITLES = {"pricing_price": _("Price history")}
"""What a list is called where its model's name is that of a page as well."""


def groups(request: HttpRequest) -> tuple[Group, ...]:
    """Return the ways that are open to whoever asks."""
    actor = guards.actor_of(request)
    pages = tuple(
        Item(title, reverse(route), icon, symbol)
        for title, route, icon, symbol, permission in _PAGES
        if actor.may_somewhere(permission)
    )
    found = (Group(_("Daily work"), pages), Group(_("Lists"), tuple(_lists(request))))
    return tuple(group for group in found if group.items)


_BELOW = {"backoffice:explain": "backoffice:promotions"}
"""Pages that are found by another one, though their addresses do not say so."""


def nearest(ways: tuple[Group, ...], path: str) -> str:
    """Return the address among `ways` at or below which `path` lies, the longest one; '' for none."""
    path = next((reverse(way) for page, way in _BELOW.items() if path == reverse(page)), path)
    above = [item.href for group in ways for item in group.items if path.startswith(item.href)]
    return max(above, key=len, default="")


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the same for Unfold's pages."""
    ways = groups(request)
    here = nearest(ways, request.path)
    return [
        {
            "title": group.title,
            "separator": bool(at),
            "items": [
                {"title": item.title, "icon": item.symbol, "link": item.href, "active": item.href == here}
                for item in group.items
            ],
        }
        for at, group in enumerate(ways)
    ]


def _lists(request: HttpRequest) -> list[Item]:
    return [
        Item(_TITLES.get(_key(model["model"]), capfirst(model["name"])), model["admin_url"], *_icons(model["model"]))
        for app in admin.site.get_app_list(request)
        for model in app["models"]
        if model["admin_url"]
    ]


def _icons(model: Any) -> tuple[str, str]:
    return _LISTS.get(_key(model), ("list", "list"))


def _key(model: Any) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"
