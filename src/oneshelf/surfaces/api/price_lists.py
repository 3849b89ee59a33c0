"""Price lists over the base list, and what articles cost in each: now, planned, and before."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel import clock
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.customers import public as customers
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import ListCode, Price, PriceId, PriceList, Scope
from oneshelf.surfaces.api import cursors, directory, shapes
from oneshelf.surfaces.api import price_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.placing import in_currency

VIEW, EDIT = "pricing.view", "pricing.edit"


@operation("GET", "/price-lists", summary="List price lists", tag="prices", needs=VIEW, gives=wire.PriceLists)
def list_price_lists(call: Call) -> Reply:
    """Return the open price lists of the market, the highest rank first: of those that fit a sale, that one counts."""
    call.actor.require(VIEW)
    return Reply(wire.PriceLists(_shown(call, pricing.price_lists(call.market.id))))


@operation(
    "POST",
    "/price-lists",
    summary="Open a price list",
    tag="prices",
    needs=EDIT,
    gives=wire.PriceList,
    status=201,
    key_needed=True,
    refuses=(
        *(pricing.BadPriceList, pricing.PriceListTaken, pricing.RankTaken, markets.UnknownChannel),
        *(places.UnknownPlace, places.PlaceClosed, customers.UnknownGroup, customers.ClosedGroup),
    ),
)
def open_price_list(call: Call, body: wire.NewPriceList) -> Reply:
    """Open a list without prices over the base list. Its scope and its rank stay what they are."""
    call.actor.require(EDIT)
    market = call.market.id
    scope = Scope(
        directory.channel(market, body.channel).id if body.channel else None,
        directory.open_place(market, body.place).id if body.place else None,
        customers.group_by_code(body.group).id if body.group else None,
    )
    call.required_claim()

    def work() -> Reply:
        opened = pricing.open_price_list(market, body.code, body.name, scope, body.rank, actor=call.actor)
        return Reply(_shown(call, [opened])[0], 201)

    return call.once(work)


@operation(
    "GET",
    "/price-lists/{code}",
    summary="Show a price list",
    tag="prices",
    needs=VIEW,
    gives=wire.PriceList,
    refuses=(pricing.UnknownPriceList,),
)
def show_price_list(call: Call, code: str) -> Reply:
    """Return one list, closed or not."""
    return Reply(_shown(call, [_seen(call, code)])[0])


@operation(
    "POST",
    "/price-lists/{code}/close",
    summary="Close a price list",
    tag="prices",
    needs=EDIT,
    gives=wire.PriceList,
    refuses=(pricing.UnknownPriceList, pricing.BadPriceList),
)
def close_price_list(call: Call, code: str) -> Reply:
    """Let a list count no more; its history stays. The base list stays open. Twice is once."""
    call.actor.require(EDIT)

    def work() -> Reply:
        pricing.close_price_list(call.market.id, ListCode(code), actor=call.actor)
        return Reply(_shown(call, [pricing.get_price_list(call.market.id, code)])[0])

    return call.once(work)


@operation(
    "GET",
    "/price-lists/{code}/prices",
    summary="List what articles cost in a list",
    tag="prices",
    needs=VIEW,
    gives=wire.ListedPage,
    refuses=(pricing.UnknownPriceList,),
)
def list_listed_prices(call: Call, code: str, query: wire.ListQuery) -> Reply:
    """Return a page of what holds now in a list, in no order that means anything."""
    known = _seen(call, code)
    after = VariantId(cursors.row_in(query.cursor)) if query.cursor else None
    found = pricing.prices_in_list(known, clock.now(), after=after, limit=query.limit + 1)
    page = found[: query.limit]
    more = str(page[-1].variant) if len(found) > query.limit else None
    return Reply(wire.ListedPage(_priced(page, catalogue.snapshots([each.variant for each in page])), more))


@operation(
    "GET",
    "/price-lists/{code}/prices/{sku}",
    summary="Show an article's prices in a list",
    tag="prices",
    needs=VIEW,
    gives=wire.ArticlePrices,
    refuses=(pricing.UnknownPriceList, NotFound),
)
def show_listed_price(call: Call, code: str, sku: str, query: wire.ListQuery) -> Reply:
    """Return what an article costs, will cost and did cost in a list, and its lowest price before the present one."""
    return Reply(_of_article(call, _seen(call, code), _article(sku), query))


@operation(
    "PUT",
    "/price-lists/{code}/prices/{sku}",
    summary="Set or plan a price",
    tag="prices",
    needs=EDIT,
    gives=wire.ArticlePrices,
    refuses=(
        *(pricing.UnknownPriceList, pricing.ClosedPriceList, NotFound, pricing.PriceWindowTaken),
        *(pricing.PriceInThePast, pricing.BadWindow, pricing.BadPrice),
    ),
)
def set_listed_price(call: Call, code: str, sku: str, body: wire.NewPrice) -> Reply:
    """Let an article cost so much in a list, from now or from a planned moment; what it displaces goes on after it."""
    call.actor.require(EDIT)
    known, article = pricing.get_price_list(call.market.id, code), _article(sku)
    amount, now = in_currency(call.market, body.price, "price"), clock.now()
    price = UnitPrice(amount.minor, amount.currency, article.unit.scale)

    def work() -> Reply:
        verb = pricing.plan_price if body.starts else pricing.set_price
        begins = body.starts or now
        verb(call.market.id, article.variant, price, begins, body.ends, actor=call.actor, price_list=known.code)
        return Reply(_of_article(call, known, article, wire.ListQuery()))

    return call.once(work)


@operation(
    "DELETE",
    "/price-lists/{code}/prices/{sku}/{price}",
    summary="Take a planned price back",
    tag="prices",
    needs=EDIT,
    gives=wire.ArticlePrices,
    refuses=(pricing.UnknownPriceList, pricing.ClosedPriceList, NotFound, pricing.PriceInThePast),
)
def cancel_listed_price(call: Call, code: str, sku: str, price: str) -> Reply:
    """Cancel a price that has not begun: what it took the place of holds again."""
    call.actor.require(EDIT)
    known, article = pricing.get_price_list(call.market.id, code), _article(sku)
    planned = PriceId(shapes.read_id(price, "price"))
    pricing.cancel_planned(call.market.id, article.variant, planned, actor=call.actor, price_list=known.code)
    return Reply(_of_article(call, known, article, wire.ListQuery()))


def _seen(call: Call, code: str) -> PriceList:
    call.actor.require(VIEW)
    return pricing.get_price_list(call.market.id, code)


def _article(sku: str) -> VariantSnapshot:
    found = catalogue.snapshots_by_sku([sku]).get(sku)
    if found is None:
        raise NotFound(kind="variant", value=sku[:100])
    return found


def _of_article(call: Call, known: PriceList, article: VariantSnapshot, query: wire.ListQuery) -> wire.ArticlePrices:
    market, now, variant = call.market, clock.now(), article.variant
    before, _ = cursors.read(query.cursor)
    found = pricing.price_history(market.id, variant, price_list=known.code, before=before, limit=query.limit + 1)
    page = found[: query.limit]
    buyer, progressive = known.scope.buyer(), market.progressive_reductions
    lowest = pricing.lowest_in_30_days(market.id, [variant], now, buyer, progressive=progressive).get(variant)
    return wire.ArticlePrices(
        _priced(page, {variant: article}),
        next((each.id for each in page if each.holds_at(now)), None),
        shapes.money(lowest.times(article.unit.scale)) if lowest else None,
        cursors.write(page[-1].valid_from, page[-1].id) if len(found) > query.limit else None,
    )


def _priced(found: Sequence[Price], known: dict[VariantId, VariantSnapshot]) -> list[wire.ListedPrice]:
    return [
        wire.ListedPrice(
            each.id,
            known[each.variant].sku,
            shapes.Money(amount=each.unit_price.minor, currency=each.unit_price.currency),
            each.unit_price.per,
            each.valid_from,
            each.valid_until,
        )
        for each in found
        if each.variant in known
    ]


def _shown(call: Call, found: Sequence[PriceList]) -> list[wire.PriceList]:
    channels = directory.channel_codes(call.market.id)
    stores = directory.place_codes({each.scope.place for each in found if each.scope.place})
    groups = customers.group_codes({each.scope.group for each in found if each.scope.group})
    return [
        wire.PriceList(
            code=each.code,
            name=each.name,
            currency=each.currency,
            rank=each.rank,
            channel=channels[each.scope.channel] if each.scope.channel else None,
            place=stores[each.scope.place] if each.scope.place else None,
            group=groups[each.scope.group] if each.scope.group else None,
            closed=each.archived,
        )
        for each in found
    ]
