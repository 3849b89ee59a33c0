"""Reading changes of many prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from oneshelf.kernel import clock, decoding, sql
from oneshelf.kernel.money import UnitPrice
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.errors import UnknownChange
from oneshelf.modules.pricing.types import ListCode, PriceId, PriceListId
from oneshelf.modules.pricing.types.changes import Change, ChangeId, ChangeRow, ChangeState, How, Problem, RowState

MOST_ROWS = 1_000
"""The most rows of one page of a change."""


@dataclass(frozen=True, slots=True)
class _Count:
    change: UUID
    state: str
    rows: int


@dataclass(frozen=True, slots=True)
class _Basis:
    variant: VariantId
    amount: int
    currency: str
    per: int


_BASIS = sql.statement(__name__, "basis", row=_Basis)
_COUNTS = sql.statement(__name__, "change_counts", row=_Count)


def get_change(market: MarketId, change: ChangeId) -> Change:
    """Return a change of many prices. Raises UnknownChange."""
    row = models.Change.objects.filter(market=market, id=change).select_related("price_list").first()
    if row is None:
        raise UnknownChange(change=str(change))
    return _with_counts([row])[0]


def list_changes(market: MarketId, *, before: ChangeId | None = None, limit: int) -> list[Change]:
    """Return up to `limit` changes, the latest first; those that were dropped are left out."""
    rows = models.Change.objects.filter(market=market).exclude(state=ChangeState.DROPPED.value)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _with_counts(list(rows.select_related("price_list").order_by("-id")[:limit]))


def basis_of(
    market: MarketId, price_list: PriceListId, variants: Sequence[VariantId], at: datetime
) -> dict[VariantId, UnitPrice]:
    """Return what a change of a list starts from at a moment: its own price, or the base list's. One statement."""
    found = _BASIS.all(market=market, price_list=price_list, variants=list(variants), at=at)
    return {each.variant: UnitPrice(each.amount, each.currency, each.per) for each in found}


def rows_of_change(
    change: Change, *, states: Sequence[RowState] = (), after: VariantId | None = None, limit: int
) -> list[ChangeRow]:
    """Return up to `limit` rows by their article, those in `states` if any are named, behind the article `after`.

    Of a draft, those that somebody has changed since are told already: applied, it would leave them as they are.
    """
    rows = models.ChangeRow.objects.filter(change=change.id)
    if states:
        rows = rows.filter(state__in=[each.value for each in states])
    if after is not None:
        rows = rows.filter(variant_id__gt=after)
    page = list(rows.select_related("change__price_list").order_by("variant_id")[: min(limit, MOST_ROWS)])
    told = [_as_row(row) for row in page]
    if change.state is not ChangeState.DRAFT or not page:
        return told
    return _since(change, PriceListId(page[0].change.price_list_id), told)


def _since(change: Change, price_list: PriceListId, rows: list[ChangeRow]) -> list[ChangeRow]:
    """Return the rows of a draft, those that were changed since with what they cost by now."""
    now = clock.now()
    ready = [row.variant for row in rows if row.state is RowState.READY]
    found = basis_of(change.market, price_list, ready, max(change.starts or now, now))
    return [
        replace(row, problem=Problem.CHANGED_SINCE, found=found.get(row.variant))
        if row.state is RowState.READY and found.get(row.variant) != row.old
        else row
        for row in rows
    ]


def count_left(change: ChangeId) -> int:
    """Return how many articles a change left as they are because somebody had changed their price meanwhile."""
    return left_as_they_are(change).count()


def left_as_they_are(change: ChangeId) -> QuerySet[models.ChangeRow]:
    """Return the rows that were not written because somebody had changed their price meanwhile."""
    return models.ChangeRow.objects.filter(
        change=change, state=RowState.SKIPPED.value, problem=Problem.CHANGED_SINCE.value
    )


def _with_counts(rows: Sequence[models.Change]) -> list[Change]:
    counts: dict[UUID, dict[RowState, int]] = {row.id: {} for row in rows}
    for each in _COUNTS.all(changes=list(counts)) if rows else ():
        counts[each.change][RowState(each.state)] = each.rows
    return [
        Change(
            id=ChangeId(row.id),
            market=MarketId(row.market_id),
            name=row.name,
            price_list=ListCode(row.price_list.code),
            how=decoding.convert(row.how, How),
            starts=row.starts,
            ends=row.ends,
            state=ChangeState(row.state),
            version=row.version,
            created_at=row.created_at,
            counts=counts[row.id],
        )
        for row in rows
    ]


def _as_row(row: models.ChangeRow) -> ChangeRow:
    currency = row.change.price_list.currency
    return ChangeRow(
        variant=VariantId(row.variant_id),
        old=_price(row.old_amount, row.old_per, currency),
        new=_price(row.amount, row.per, currency),
        state=RowState(row.state),
        problem=Problem(row.problem),
        price=PriceId(row.price_id) if row.price_id else None,
        found=_price(row.found_amount, row.found_per, currency),
    )


def _price(amount: int | None, per: int | None, currency: str) -> UnitPrice | None:
    return None if amount is None or per is None else UnitPrice(amount, currency, per)
