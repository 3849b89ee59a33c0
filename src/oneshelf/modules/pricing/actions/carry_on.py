"""Going on with a change of many prices, a batch of rows a transaction: it may stop anywhere and goes on from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from oneshelf.kernel import clock, decoding, sql
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.actions import replan, write_rows
from oneshelf.modules.pricing.actions.change_state import lock, settle
from oneshelf.modules.pricing.actions.write_rows import Batch, Outcome
from oneshelf.modules.pricing.queries.changes import basis_of
from oneshelf.modules.pricing.rules import changes
from oneshelf.modules.pricing.rules.windows import in_the_way
from oneshelf.modules.pricing.types import PriceListId
from oneshelf.modules.pricing.types.changes import ChangeId, ChangeState, How, Problem, RowState

ROWS_A_BATCH = 1_000
"""How many rows one transaction settles: some tenths of a second."""


_SETTLE = sql.statement(__name__, "settle_rows")


def carry_on(change: ChangeId, *, most: int | None = None) -> bool:
    """Go on with a change that is being prepared, applied or undone; tell whether nothing is left to do.

    At most `most` batches, if it is given. Each is a transaction of its own. Raises UnknownChange.
    """
    done = 0
    while most is None or done < most:
        if not _step(change):
            return True
        done += 1
    return False


@retried
def _step(change: ChangeId) -> bool:
    row = lock(change)
    state = ChangeState(row.state)
    if state not in _WORK:
        return False
    waiting, work, following = _WORK[state]
    rows = list(
        models.ChangeRow.objects.filter(change=row.id, state=waiting.value).order_by("variant_id")[:ROWS_A_BATCH]
    )
    if not rows:
        settle(row, following)
        return False
    code, market = row.price_list.code, MarketId(row.market_id)
    listed = replan.OpenList(PriceListId(row.price_list_id), code, row.price_list.currency)
    batch = Batch(market, listed, row.starts, row.ends, clock.now())
    settled, drafts = work(batch, decoding.convert(row.how, How), rows)
    _settle(row.id, settled)
    outbox.emit(drafts, at=batch.now)
    return True


def _prepare(batch: Batch, how: How, rows: Sequence[models.ChangeRow]) -> tuple[list[Outcome], list[outbox.Draft]]:
    """Work out what the rows become, and which cannot."""
    variants, begins = [VariantId(row.variant_id) for row in rows], batch.begins
    known = catalogue.snapshots(variants)
    basis = basis_of(batch.market, batch.prices.id, variants, begins)
    planned = replan.windows_of(batch.prices, variants, since=batch.now)
    outcomes = []
    for row, variant in zip(rows, variants, strict=True):
        old = basis.get(variant)
        scale = known[variant].unit.scale if variant in known else 1
        new = changes.changed(old, how, row.given, currency=batch.prices.currency, scale=scale)
        taken = in_the_way(planned[variant], begins, batch.ends, batch.now)
        outcomes.append(_worked_out(variant, old, new, is_taken=taken is not None))
    return outcomes, []


def _worked_out(variant: VariantId, old: UnitPrice | None, new: UnitPrice | Problem, *, is_taken: bool) -> Outcome:
    if isinstance(new, Problem):
        return Outcome(variant, RowState.SKIPPED, new, old=old)
    if is_taken:
        return Outcome(variant, RowState.SKIPPED, Problem.TAKEN, old=old, new=new)
    return Outcome(variant, RowState.READY, old=old, new=new)


def _settle(change: UUID, outcomes: Iterable[Outcome]) -> None:
    each = list(outcomes)
    _SETTLE.execute(
        change=change,
        variants=[one.variant for one in each],
        states=[one.state.value for one in each],
        problems=[one.problem.value for one in each],
        old_amounts=[one.old.minor if one.old else None for one in each],
        old_pers=[one.old.per if one.old else None for one in each],
        amounts=[one.new.minor if one.new else None for one in each],
        pers=[one.new.per if one.new else None for one in each],
        prices=[one.price for one in each],
        found_amounts=[one.found.minor if one.found else None for one in each],
        found_pers=[one.found.per if one.found else None for one in each],
    )


_Work = Callable[[Batch, How, Sequence[models.ChangeRow]], tuple[list[Outcome], list[outbox.Draft]]]
_WORK: dict[ChangeState, tuple[RowState, _Work, ChangeState]] = {
    ChangeState.PREPARING: (RowState.CHOSEN, _prepare, ChangeState.DRAFT),
    ChangeState.APPLYING: (RowState.READY, write_rows.put_in, ChangeState.APPLIED),
    ChangeState.UNDOING: (RowState.APPLIED, write_rows.take_back, ChangeState.UNDONE),
}
"""What each busy state does with which rows, and what follows when none is left."""
