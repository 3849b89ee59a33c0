"""Changes of many prices: drafted, looked at row by row, applied now or for a planned moment, and taken back."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Invalid, NotFound
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.states import WrongState
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.pricing import public as pricing
from oneshelf.modules.pricing.public import (
    By,
    Change,
    ChangeId,
    ChangeRow,
    Ending,
    How,
    ListCode,
    RowState,
    Wanted,
)
from oneshelf.surfaces.api import cursors, shapes
from oneshelf.surfaces.api import price_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.problems import AtField

VIEW, EDIT = "pricing.view", "pricing.edit"

MOST_ARTICLES = 200_000
"""The most articles of one change."""

AT_ONCE = 2
"""Batches that are settled before the answer; a job goes on with the rest."""

Act = Callable[..., None]
"""A verb that applies a change, takes it back or drops it."""


@operation("GET", "/price-changes", summary="List price changes", tag="prices", needs=VIEW, gives=wire.PriceChangePage)
def list_price_changes(call: Call, query: wire.ChangesQuery) -> Reply:
    """Return a page of the market's changes of many prices, the latest first, each with how far it is."""
    call.actor.require(VIEW)
    before = ChangeId(cursors.row_in(query.cursor)) if query.cursor else None
    found = pricing.list_changes(call.market.id, before=before, limit=query.limit + 1)
    page = found[: query.limit]
    more = str(page[-1].id) if len(found) > query.limit else None
    return Reply(wire.PriceChangePage([_shown(each) for each in page], more))


@operation(
    "POST",
    "/price-changes",
    summary="Draft a price change",
    tag="prices",
    needs=EDIT,
    gives=wire.PriceChange,
    status=201,
    key_needed=True,
    refuses=(
        *(NotFound, pricing.BadChange, pricing.EmptyChange, pricing.BadWindow, pricing.PriceInThePast),
        *(pricing.UnknownPriceList, pricing.ClosedPriceList),
    ),
)
def draft_price_change(call: Call, body: wire.NewPriceChange) -> Reply:
    """Choose articles and how their prices change. No price changes before the change is applied.

    While it is `preparing`, its rows are worked out in the background; then it is a `draft`, to be looked at.
    """
    call.actor.require(EDIT)
    articles, how = _articles(body), How(By(body.by), body.value, Ending(body.ending))
    call.required_claim()

    def work() -> Reply:
        begun = pricing.draft_change(
            call.market.id,
            body.name,
            articles,
            how,
            price_list=ListCode(body.price_list),
            starts=body.starts,
            ends=body.ends,
            actor=call.actor,
        )
        pricing.carry_on(begun, most=AT_ONCE)
        return Reply(_shown(pricing.get_change(call.market.id, begun)), 201)

    return call.once(work)


@operation(
    "GET",
    "/price-changes/{change}",
    summary="Show a price change",
    tag="prices",
    needs=VIEW,
    gives=wire.PriceChange,
    refuses=(pricing.UnknownChange,),
)
def show_price_change(call: Call, change: str) -> Reply:
    """Return one change, and how far it is: ask again while it is preparing, applying or undoing."""
    return Reply(_shown(_seen(call, change, VIEW)))


@operation(
    "GET",
    "/price-changes/{change}/rows",
    summary="List what a price change does",
    tag="prices",
    needs=VIEW,
    gives=wire.ChangedPricePage,
    refuses=(pricing.UnknownChange,),
)
def list_price_change_rows(call: Call, change: str, query: wire.RowsQuery) -> Reply:
    """Return a page of what becomes of each article, in no order that means anything."""
    known = _seen(call, change, VIEW)
    states = [RowState(query.state)] if query.state else []
    after = VariantId(cursors.row_in(query.cursor)) if query.cursor else None
    found = pricing.rows_of_change(known, states=states, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    more = str(page[-1].variant) if len(found) > query.limit else None
    return Reply(wire.ChangedPricePage(_rows(call, known, page), more))


@operation(
    "POST",
    "/price-changes/{change}/apply",
    summary="Apply a price change",
    tag="prices",
    needs=EDIT,
    gives=wire.PriceChange,
    refuses=(pricing.UnknownChange, WrongState, pricing.ChangeTooLate),
)
def apply_price_change(call: Call, change: str) -> Reply:
    """Let the rows that are ready become prices, from now or from the moment that the change says."""
    return _act(call, change, pricing.apply_change)


@operation(
    "POST",
    "/price-changes/{change}/undo",
    summary="Take a price change back",
    tag="prices",
    needs=EDIT,
    gives=wire.PriceChange,
    refuses=(pricing.UnknownChange, WrongState),
)
def undo_price_change(call: Call, change: str) -> Reply:
    """Take back what was applied: what has begun ends now. A price that was changed again since stays (`kept`)."""
    return _act(call, change, pricing.undo_change)


@operation(
    "POST",
    "/price-changes/{change}/drop",
    summary="Drop a price change",
    tag="prices",
    needs=EDIT,
    gives=wire.PriceChange,
    refuses=(pricing.UnknownChange, WrongState),
)
def drop_price_change(call: Call, change: str) -> Reply:
    """Give up a change that was not applied."""
    return _act(call, change, pricing.drop_change)


def _act(call: Call, change: str, act: Act) -> Reply:
    known = _seen(call, change, EDIT)

    def work() -> Reply:
        act(call.market.id, known.id, actor=call.actor)
        pricing.carry_on(known.id, most=AT_ONCE)
        return Reply(_shown(pricing.get_change(call.market.id, known.id)))

    return call.once(work)


def _seen(call: Call, change: str, permission: str) -> Change:
    """Return a change of the market. Raises UnknownChange."""
    call.actor.require(permission)
    return pricing.get_change(call.market.id, ChangeId(shapes.read_id(change, "change")))


def _articles(body: wire.NewPriceChange) -> list[Wanted]:
    """Return which articles change. Raises Invalid where they are named in two ways or none, and NotFound."""
    chosen = {"category": body.category, "brand": body.brand, "product_set": body.product_set}
    is_chosen = any(chosen.values())
    if (body.by == "given") != bool(body.prices):
        cure = _("Send each article with its price if prices are given one by one, and only then.")
        raise Invalid(name="prices", value=str(len(body.prices)), cure=cure)
    if bool(body.prices) + bool(body.skus) + is_chosen != 1:
        cure = _("Name articles in one way: by SKUs, with their prices, or by category, brand and set.")
        raise Invalid(name="skus", value=str(len(body.skus)), cure=cure)
    if is_chosen:
        sets = catalogue.sets_by_code([body.product_set]) if body.product_set else []
        if body.product_set and not sets:
            raise AtField(NotFound(kind="product set", value=body.product_set), "product_set", body.product_set)
        which = sets[0].id if sets else None
        found = catalogue.choose(
            category=body.category or "", brand=body.brand or "", product_set=which, limit=MOST_ARTICLES
        )
        return [Wanted(each) for each in found]
    named = "prices" if body.prices else "skus"
    amounts: list[int | None] = [each.amount for each in body.prices] or [None] * len(body.skus)
    skus = [each.sku for each in body.prices] or body.skus
    known = catalogue.variants_by_sku(skus)
    for at, sku in enumerate(skus):
        if sku not in known:
            raise AtField(NotFound(kind="variant", value=sku), f"{named}[{at}]", sku)
    return [Wanted(known[sku], amount) for sku, amount in zip(skus, amounts, strict=True)]


def _rows(call: Call, known: Change, page: list[ChangeRow]) -> list[wire.ChangedPrice]:
    variants = [each.variant for each in page]
    articles, scope = catalogue.snapshots(variants), pricing.get_price_list(call.market.id, known.price_list).scope
    lowest = pricing.lowest_ahead_of(call.market.id, variants, known.starts or clock.now(), scope.buyer())

    def shown(price: UnitPrice | None, variant: VariantId) -> shapes.Money | None:
        return shapes.money(price.times(articles[variant].unit.scale)) if price else None

    return [
        wire.ChangedPrice(
            sku=articles[each.variant].sku,
            old=shown(each.old, each.variant),
            new=shown(each.new, each.variant),
            lowest_30_days=shown(lowest.get(each.variant), each.variant),
            state=each.state.value,
            problem=each.problem.value or None,
            found=shown(each.found, each.variant),
        )
        for each in page
        if each.variant in articles
    ]


def _shown(found: Change) -> wire.PriceChange:
    return wire.PriceChange(
        id=found.id,
        name=found.name,
        price_list=found.price_list,
        by=found.how.by.value,
        value=found.how.value,
        ending=found.how.ending.value,
        starts=found.starts,
        ends=found.ends,
        state=found.state.value,
        size=found.size,
        done=found.done,
        rows={state.value: rows for state, rows in found.counts.items()},
        version=found.version,
        created_at=found.created_at,
    )
