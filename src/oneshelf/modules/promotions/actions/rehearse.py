"""Trying a draft on baskets of the past before it goes live."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.markets import public as markets
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import queries
from oneshelf.modules.promotions.actions import keep_rehearsal as keep
from oneshelf.modules.promotions.queries.book import book_at
from oneshelf.modules.promotions.queries.rehearsals import RehearsalId, RehearsalRun, get_rehearsal
from oneshelf.modules.promotions.rules import rehearsal
from oneshelf.modules.promotions.rules.rehearsal import PastBasket, Told, Trial
from oneshelf.modules.supply import public as supply


def rehearse(run: RehearsalId, pages: Iterable[Sequence[PastBasket]], *, total: int) -> Told:
    """Try a draft, as it was when its rehearsal began, on pages of past baskets, beside what was live then.

    `total` baskets are to be tried in all. After each page what was told is kept with the page's last order: a run that
    broke off goes on behind that, when `pages` begin there (`RehearsalRun.reached`). Every basket counts as if the
    draft, and all that was live, had held for it; coupons were handed in for nothing but a draft that needs one.
    Catalogue and costs are those of today: a cost is what an article cost when it was last received. Nothing else is
    written. Raises NotFound.
    """
    asked = get_rehearsal(run)
    on, told = _trial(asked), asked.told
    keep.note_progress(run, told, total, asked.reached)
    try:
        for page in pages:
            _count(told, on, asked, page)
            keep.note_progress(run, told, total, (page[-1].placed_at, page[-1].order))
    except Exception:
        keep.end_rehearsal(run, failed=True)  # said on its page; the job itself is seen among those that failed
        raise
    keep.end_rehearsal(run, failed=False)
    return told


def _trial(asked: RehearsalRun) -> Trial:
    drafted = queries.get_promotion(asked.promotion)
    group = queries.get_group(drafted.plan.group)
    return rehearsal.trial(
        asked.rule,
        compiled.Group(group.code, group.order, group.mode, group.choice),
        book_at(asked.market, asked.begun_at).rules,
        markets.get_market(asked.market).currency,
        floor_bp=asked.floor_bp,
        most_off=drafted.plan.limits.off,
        most_uses=drafted.plan.limits.uses,
    )


def _count(told: Told, on: Trial, asked: RehearsalRun, page: Sequence[PastBasket]) -> None:
    variants = list({line.variant for basket in page for line in basket.lines})
    tags = catalogue.tags(variants)
    found = supply.unit_costs(asked.market, variants)
    costs = {variant: (each.minor, each.per) for variant, each in found.items() if each.currency == on.currency}
    for basket in page:
        rehearsal.add(told, on, basket, tags, costs)
