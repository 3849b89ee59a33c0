"""What is sold, where it is available, and where the shop has places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta, Struct, structs

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.surfaces.api import cursors, directory, product_shapes, shapes
from oneshelf.surfaces.api.buyers import WRONG_BUYER, BuyerQuery, buyer_in
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

MOST_CODES = 50
"""The most SKUs, and the most places, of one question about availability."""


class ProductsQuery(BuyerQuery, frozen=True):
    """What is looked for, and for whom its prices are."""

    search: Annotated[str, Meta(max_length=200, description="Words, a SKU or a barcode.")] = ""
    category: Annotated[str | None, Meta(description="A category's slug: it and all below it.")] = None
    brand: Annotated[str | None, Meta(description="Brands, separated by commas: any of them.")] = None
    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 24


class Availability(msgspec.Struct, frozen=True):
    """What can be promised of a variant at a place, in smallest sale units."""

    sku: str
    place: str
    available: int


class AvailabilityList(msgspec.Struct, frozen=True):
    """Every asked SKU at every asked place, zeros included."""

    items: list[Availability]


@operation(
    "GET",
    "/products",
    summary="Find products",
    tag="catalogue",
    needs="catalogue.view",
    for_shoppers=True,
    gives=product_shapes.ProductPage,
    refuses=(NotFound, *WRONG_BUYER),
)
def list_products(call: Call, query: ProductsQuery) -> Reply:
    """Return a page of products: the best answers first when something is searched for, else by title."""
    filters = catalogue.SearchFilters(query.category, tuple(each for each in (query.brand or "").split(",") if each))
    try:
        page = catalogue.search(query.search, filters, after=query.cursor, limit=query.limit)
    except catalogue.BadPageMark as refusal:
        raise cursors.misfit(refusal.value) from refusal
    ids = [variant for hit in page.hits for variant in hit.variants]
    known, shown = catalogue.snapshots(ids), _shown(call, ids, query)
    items = [
        product_shapes.ProductSummary(
            slug=hit.slug,
            title=hit.title,
            brand=hit.brand,
            picture=catalogue.picture_url(hit.picture) if hit.picture else None,
            minimum_age=hit.minimum_age,
            variants=[_variant(known[each], shown) for each in hit.variants if each in known],
        )
        for hit in page.hits
    ]
    return Reply(product_shapes.ProductPage(items, page.after, page.total, page.understood_as))


@operation(
    "GET",
    "/products/{slug}",
    summary="Show a product",
    tag="catalogue",
    needs="catalogue.view",
    for_shoppers=True,
    gives=product_shapes.Product,
    refuses=(NotFound, *WRONG_BUYER),
)
def show_product(call: Call, slug: str, query: BuyerQuery) -> Reply:
    """Return a product with all of its variants and their prices now."""
    found = catalogue.product_page(slug)
    ids = [each.id for each in found.variants]
    known, shown = catalogue.snapshots(ids), _shown(call, ids, query)
    return Reply(
        product_shapes.Product(
            slug=found.slug,
            title=found.title,
            description=found.description,
            brand=found.brand,
            minimum_age=found.minimum_age,
            attributes=dict(found.attributes),
            option_names=list(found.option_names),
            categories=[product_shapes.Category(each.slug, each.name) for each in found.trail],
            variants=[
                product_shapes.ProductVariant(
                    **structs.asdict(_variant(known[each.id], shown)),
                    option_values=list(each.option_values),
                    barcodes=[catalogue.as_printed(gtin) for gtin in each.barcodes],
                )
                for each in found.variants
            ],
            pictures=[
                product_shapes.Picture(catalogue.picture_url(each.path), each.alt, each.width, each.height)
                for each in found.pictures
            ],
        )
    )


@operation(
    "GET",
    "/variants/{sku}",
    summary="Show a variant",
    tag="catalogue",
    needs="catalogue.view",
    for_shoppers=True,
    gives=product_shapes.Variant,
    refuses=(NotFound, *WRONG_BUYER),
)
def show_variant(call: Call, sku: str, query: BuyerQuery) -> Reply:
    """Return a variant by its SKU, with its price now."""
    found = catalogue.snapshots_by_sku([sku]).get(sku)
    if found is None:
        raise NotFound(kind="variant", value=sku)
    return Reply(_priced(call, found, query))


@operation(
    "GET",
    "/barcodes/{gtin}",
    summary="Show what carries a barcode",
    tag="catalogue",
    needs="catalogue.view",
    for_shoppers=True,
    gives=product_shapes.Scanned,
    refuses=(NotFound, catalogue.NotABarcode, catalogue.WrongCheckDigit, *WRONG_BUYER),
)
def show_barcode(call: Call, gtin: str, query: BuyerQuery) -> Reply:
    """Return the variant that is scanned as a GTIN-8, -12, -13, -14, ISBN, GS1 code or label, with its price now.

    A label of the market's own, and a GS1 code, may also say a weight, a price, a last day and a lot.
    """
    found = catalogue.find_portion(call.market.id, gtin)
    variant = found.variant if found else catalogue.find_variant_by_barcode(gtin)
    if variant is None:
        raise NotFound(kind="barcode", value=gtin)
    snapshot = catalogue.snapshots([variant])[variant]
    label = None
    if found:
        amount = shapes.Money(amount=found.price, currency=call.market.currency) if found.price is not None else None
        label = product_shapes.Label(found.units, amount, found.expires_on, found.lot or None)
    return Reply(product_shapes.Scanned(**structs.asdict(_priced(call, snapshot, query)), label=label))


class AvailabilityQuery(shapes.Given, frozen=True):
    """What is asked about."""

    sku: Annotated[str, Meta(description="SKUs, separated by commas; at most 50.")]
    place: Annotated[str | None, Meta(description="Codes of places, likewise; every one, if left out.")] = None
    channel: Annotated[str | None, Meta(description="The channel that would sell: its fences and buffers count.")] = (
        None
    )
    by: Annotated[date | None, Meta(description="Add what is expected on or before this day.")] = None


class ExplanationQuery(shapes.Given, frozen=True):
    """What is asked about."""

    sku: Annotated[str, Meta(max_length=100, description="A SKU.")]
    place: Annotated[str, Meta(max_length=100, description="The code of a place.")]
    channel: Annotated[str | None, Meta(description="The channel that would sell.")] = None
    by: Annotated[date | None, Meta(description="Add what is expected on or before this day.")] = None


class Explanation(Struct, frozen=True):
    """Why so much can be promised, in smallest sale units.

    available = on_hand + backorder - reserved - fenced_for_others + incoming - kept_back. `backorder` of the reserved
    units are promised before they are there, `fenced_for_channel` of what is available is set apart for the channel;
    `rule` is the buffer rule that applies.
    """

    sku: str
    place: str
    available: int
    on_hand: int
    backorder: int
    reserved: int
    fenced_for_others: int
    fenced_for_channel: int
    incoming: int
    kept_back: int
    rule: UUID | None


@operation(
    "GET",
    "/availability",
    summary="Tell what is available where",
    tag="catalogue",
    needs="inventory.view",
    for_shoppers=True,
    gives=AvailabilityList,
    refuses=(NotFound, places.UnknownPlace, places.PlaceClosed, markets.UnknownChannel),
)
def list_availability(call: Call, query: AvailabilityQuery) -> Reply:
    """Return what can be promised now of each SKU at each place. It is a moment's truth: only an order holds goods."""
    market, skus = call.market.id, _codes("sku", query.sku)
    if query.place is None:
        at = {place.id: place.code for place in directory.visited_places(market)}
    else:
        at = {directory.open_place(market, code).id: code for code in _codes("place", query.place)}
    variants = catalogue.variants_by_sku(skus)
    for sku in skus:
        if sku not in variants:
            raise NotFound(kind="variant", value=sku)
    channel = directory.channel(market, query.channel).id if query.channel is not None else None
    told = inventory.availability(market, channel, [variants[sku] for sku in skus], list(at), by=query.by)
    units = {found.place: dict(zip(skus, found.units, strict=True)) for found in told}
    return Reply(
        AvailabilityList([Availability(sku, code, units[place][sku]) for sku in skus for place, code in at.items()])
    )


@operation(
    "GET",
    "/availability/explanation",
    summary="Explain what is available",
    tag="catalogue",
    needs="inventory.view",
    gives=Explanation,
    refuses=(NotFound, places.UnknownPlace, places.PlaceClosed, markets.UnknownChannel),
)
def explain_availability(call: Call, query: ExplanationQuery) -> Reply:
    """Return why a SKU can be promised just so often at a place: parts that add up to `available` exactly."""
    market = call.market.id
    variant = catalogue.variants_by_sku([query.sku]).get(query.sku)
    if variant is None:
        raise NotFound(kind="variant", value=query.sku)
    channel = directory.channel(market, query.channel).id if query.channel is not None else None
    place = directory.open_place(market, query.place)
    why = inventory.explain(market, channel, place.id, variant, by=query.by)
    return Reply(
        Explanation(
            sku=query.sku,
            place=place.code,
            available=why.units,
            on_hand=why.on_hand,
            backorder=why.backorder,
            reserved=why.reserved,
            fenced_for_others=why.fenced,
            fenced_for_channel=why.own,
            incoming=why.incoming,
            kept_back=why.kept_back,
            rule=why.rule.id if why.rule else None,
        )
    )


@operation(
    "GET",
    "/places",
    summary="List places",
    tag="places",
    needs="catalogue.view",
    for_shoppers=True,
    gives=shapes.PlaceList,
)
def list_places(call: Call) -> Reply:
    """Return the stores, pickup points and warehouses of the market, by code. There are thousands at most."""
    return Reply(shapes.PlaceList([_place(place) for place in directory.visited_places(call.market.id)]))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What prices are shown with."""

    prices: dict[VariantId, pricing.Price]
    lowest: dict[VariantId, UnitPrice]
    contents: dict[VariantId, catalogue.Content]


def _shown(call: Call, ids: Sequence[VariantId], query: BuyerQuery) -> _Shown:
    market, now, buyer = call.market, clock.now(), buyer_in(call, query)
    lowest = pricing.lowest_in_30_days(market.id, ids, now, buyer, progressive=market.progressive_reductions)
    return _Shown(pricing.prices(market.id, ids, now, buyer), lowest, catalogue.contents(ids))


def _priced(call: Call, found: catalogue.VariantSnapshot, query: BuyerQuery) -> product_shapes.Variant:
    return _variant(found, _shown(call, [found.variant], query))


def _variant(found: catalogue.VariantSnapshot, shown: _Shown) -> product_shapes.Variant:
    price, lowest = shown.prices.get(found.variant), shown.lowest.get(found.variant)
    unit_price, content = price.unit_price if price else None, shown.contents.get(found.variant)
    before = lowest.times(unit_price.per) if lowest and unit_price else None
    by_measure = content.price(unit_price).times(content.unit.scale) if content and unit_price else None
    return product_shapes.Variant(
        sku=found.sku,
        title=found.title,
        gtin=catalogue.as_printed(found.gtin) if found.gtin else None,
        unit=found.unit,
        scale=found.unit.scale,
        price=shapes.Money(amount=unit_price.minor, currency=unit_price.currency) if unit_price else None,
        per=unit_price.per if unit_price else None,
        minimum_age=found.minimum_age,
        sellable=found.sellable,
        lowest_30_days=_money(before) if before and unit_price and before.minor > unit_price.minor else None,
        unit_price=_money(by_measure) if by_measure else None,
        measure=content.unit if by_measure and content else None,
    )


def _money(amount: Money) -> shapes.Money:
    return shapes.Money(amount=amount.minor, currency=amount.currency)


def _codes(name: str, text: str) -> list[str]:
    codes = list(dict.fromkeys(code for code in text.split(",") if code))
    if not 1 <= len(codes) <= MOST_CODES:
        cure = _("Name 1 to %(most)s, separated by commas.") % {"most": MOST_CODES}
        raise Invalid(name=name, value=text[:200], cure=cure)
    return codes


def _place(place: places.Place) -> shapes.Place:
    address, position = place.address, place.position
    return shapes.Place(
        code=place.code,
        name=place.name,
        kind=place.kind,
        time_zone=place.time_zone,
        street=address.street,
        city=address.city,
        region=address.region,
        postal_code=address.postal_code,
        country=address.country,
        phone=place.phone,
        latitude=position.latitude if position else None,
        longitude=position.longitude if position else None,
        sells=place.sells,
        collects=place.collects,
        ships=place.ships,
    )
