"""Writing a batch of a change of many prices into its list, or taking it out again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from oneshelf.kernel import clock
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.money import UnitPrice
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing import models
from oneshelf.modules.pricing.actions import replan
from oneshelf.modules.pricing.errors import PriceWindowTaken
from oneshelf.modules.pricing.events import PlannedPriceCancelled, PriceChanged, PriceEnded, PricePlanned
from oneshelf.modules.pricing.queries.changes import basis_of
from oneshelf.modules.pricing.rules import windows as planning
from oneshelf.modules.pricing.types import PriceId, Replanning, Window
from oneshelf.modules.pricing.types.changes import How, Problem, RowState


@dataclass(frozen=True, slots=True)
class Batch:
    """What the rows of a batch have in common."""

    market: MarketId
    prices: replan.OpenList
    starts: datetime | None
    ends: datetime | None
    now: datetime

    @property
    def begins(self) -> datetime:
        """When the new prices begin: as planned, or now if there is no plan or its time has come meanwhile."""
        return max(self.starts, self.now) if self.starts else self.now


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row."""

    variant: VariantId
    state: RowState
    problem: Problem = Problem.NONE
    old: UnitPrice | None = None
    new: UnitPrice | None = None
    price: PriceId | None = None
    found: UnitPrice | None = None


def put_in(batch: Batch, how: How, rows: Sequence[models.ChangeRow]) -> tuple[list[Outcome], list[outbox.Draft]]:
    """Write the new prices; where another has been planned in their way meanwhile, or the old one changed, nothing.

    What an article costs is looked at when nobody else can change it any more: what they did before is seen, and left.
    """
    variants = [VariantId(row.variant_id) for row in rows]
    there = replan.lock_many(batch.prices, variants, since=batch.now)
    batch = replace(batch, now=clock.now())  # whoever was waited for began their price before it
    begins = batch.begins
    if batch.ends is not None and batch.ends <= begins:  # the job came too late for it
        return [Outcome(variant, RowState.SKIPPED, Problem.TOO_LATE) for variant in variants], []
    basis = basis_of(batch.market, batch.prices.id, variants, begins)
    decided: dict[VariantId, Replanning] = {}
    outcomes, drafts = [], []
    for row, variant in zip(rows, variants, strict=True):
        assert row.amount is not None, "a row that is ready has a new price"
        assert row.per is not None, "and it is for something"
        new = Window(PriceId(new_id()), begins, batch.ends, row.amount, row.per)
        try:
            replanning = planning.put_in(there[variant], new, batch.now)
        except PriceWindowTaken:
            outcomes.append(Outcome(variant, RowState.SKIPPED, Problem.TAKEN))
            continue
        if not replanning.added:
            outcomes.append(Outcome(variant, RowState.SKIPPED, Problem.SAME))
            continue
        found = basis.get(variant)
        if _pair(found) != (row.old_amount, row.old_per):
            outcomes.append(Outcome(variant, RowState.SKIPPED, Problem.CHANGED_SINCE, found=found))
            continue
        decided[variant] = replanning
        outcomes.append(Outcome(variant, RowState.APPLIED, price=new.id))
        drafts.append(_told(batch, variant, new))
    replan.write(decided, market=batch.market, prices=batch.prices, now=batch.now)
    return outcomes, drafts


def take_back(batch: Batch, how: How, rows: Sequence[models.ChangeRow]) -> tuple[list[Outcome], list[outbox.Draft]]:
    """Take the prices out that stand as they were written: planned ones wholly, those that hold from now on."""
    variants = [VariantId(row.variant_id) for row in rows]
    there = replan.lock_many(batch.prices, variants, since=batch.now)
    basis = basis_of(batch.market, batch.prices.id, variants, batch.begins)
    decided: dict[VariantId, Replanning] = {}
    outcomes, drafts = [], []
    for row, variant in zip(rows, variants, strict=True):
        mine = next((window for window in there[variant] if window.id == row.price_id), None)
        if mine is None or mine.ends != batch.ends:
            is_over = batch.ends is not None and batch.ends <= batch.now
            kept = Outcome(variant, RowState.KEPT, Problem.CHANGED_SINCE, found=basis.get(variant))
            outcomes.append(Outcome(variant, RowState.UNDONE) if is_over else kept)
            continue
        outcomes.append(Outcome(variant, RowState.UNDONE))
        event: PlannedPriceCancelled | PriceEnded
        if mine.starts >= batch.now:
            decided[variant] = planning.take_out(there[variant], mine)
            event = PlannedPriceCancelled(batch.market, variant, mine.starts, batch.prices.code)
        else:
            decided[variant] = planning.cut_short(there[variant], mine, batch.now)
            event = PriceEnded(batch.market, variant, batch.now, batch.prices.code)
        drafts.append(outbox.Draft(event, aggregate=mine.id, sequence=3))
        drafts += [_told(batch, variant, each) for each in decided[variant].added if each.starts == batch.now]
    replan.write(decided, market=batch.market, prices=batch.prices, now=batch.now)
    return outcomes, drafts


def _pair(price: UnitPrice | None) -> tuple[int | None, int | None]:
    return (price.minor, price.per) if price else (None, None)


def _told(batch: Batch, variant: VariantId, window: Window) -> outbox.Draft:
    kind = PriceChanged if window.starts <= batch.now else PricePlanned
    event = kind(
        market=batch.market,
        variant=variant,
        amount=window.amount,
        per=window.per,
        currency=batch.prices.currency,
        starts=window.starts,
        ends=window.ends,
        price_list=batch.prices.code,
    )
    return outbox.Draft(event, aggregate=window.id, sequence=1)
