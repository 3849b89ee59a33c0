"""Going through a market's articles and keeping what channels differ in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from oneshelf.kernel import clock, sql
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity import models
from oneshelf.modules.parity.actions.compare import MOST_AT_ONCE, compare, compare_payment
from oneshelf.modules.parity.events import ChannelsAgree, ChannelsDiffer
from oneshelf.modules.parity.queries import as_difference, differing_variants, reasons_as_json
from oneshelf.modules.parity.types import Aspect, Compared, Difference

_TAKE_TURN = sql.statement(__name__, "take_turn")


def check_all(market: MarketId) -> int:
    """Compare a market's channels, then every article in them, those that differed first; return how many articles."""
    difference, looked, after = compare_payment(market), 0, None
    _keep(market, [None], {None: (difference,) if difference else ()}, clock.now())
    while found := differing_variants(market, after, MOST_AT_ONCE):
        check(market, found)
        looked, after = looked + len(found), found[-1]
    after = None
    while found := catalogue.variants_after(after, MOST_AT_ONCE):
        check(market, found)
        looked, after = looked + len(found), found[-1]
    return looked


def check(market: MarketId, variants: Collection[VariantId]) -> list[Compared]:
    """Compare at most MOST_AT_ONCE articles and keep what is different from before.

    A difference is told when it is found and when its values change (who accepted it accepted others), and once more
    when it is gone; an article that nobody sells any more differs in nothing.
    """
    compared = compare(market, variants)
    _keep(market, variants, {each.variant: each.differences for each in compared}, clock.now())
    return compared


@retried
def _keep(
    market: MarketId,
    variants: Collection[VariantId | None],
    found: Mapping[VariantId | None, Sequence[Difference]],
    now: datetime,
) -> None:
    _TAKE_TURN.execute(market=market)
    of = Q(variant_id__in=list(variants)) if None not in variants else Q(variant_id=None)
    rows = models.Finding.objects.select_for_update().filter(of, market_id=market, ended_at=None).order_by("id")
    known = {(row.variant_id, Aspect(row.aspect)): row for row in rows}
    drafts: list[outbox.Draft] = []
    for variant, differences in found.items():
        for difference in differences:
            row = known.pop((variant, difference.aspect), None)
            drafts += _differ(market, variant, difference, row, now)
    drafts += [_agree(row, now) for row in known.values()]
    outbox.emit(drafts, at=now)


def _differ(
    market: MarketId, variant: VariantId | None, difference: Difference, row: models.Finding | None, now: datetime
) -> list[outbox.Draft]:
    """Keep a difference; return what there is to tell of it."""
    seen = as_difference(row) if row is not None else None
    if row is None:
        row = models.Finding(market_id=market, variant_id=variant, aspect=difference.aspect.value, since=now, version=0)
    changed = seen is None or seen.signature != difference.signature
    if changed and row.accepted_at is not None:
        row.told_at = None  # others were meant: whoever decides is told of these
    if changed:
        row.version, row.accepted_at, row.accepted_by, row.note = row.version + 1, None, None, ""
    if seen != difference:
        row.values = dict(difference.values)
        row.reasons = reasons_as_json(difference)
        row.save()
    event = ChannelsDiffer(market, variant, difference.aspect.value, dict(difference.values))
    return [outbox.Draft(event, row.id, row.version)] if changed else []


def _agree(row: models.Finding, now: datetime) -> outbox.Draft:
    row.ended_at, row.version = now, row.version + 1
    row.save(update_fields=["ended_at", "version"])
    return outbox.Draft(ChannelsAgree(row.market_id, row.variant_id, row.aspect), row.id, row.version)
