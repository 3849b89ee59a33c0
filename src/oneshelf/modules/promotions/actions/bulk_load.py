"""Bringing in promotions of others, of the past and still running. A load that runs twice adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from oneshelf.kernel import clock
from oneshelf.modules.markets import public as markets
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions import models, queries, rules
from oneshelf.modules.promotions.actions import write
from oneshelf.modules.promotions.rules import sanity
from oneshelf.modules.promotions.types import Group, PromotionRow, State

ROWS_A_STATEMENT = 1_000
"""PostgreSQL takes 65,535 values at once."""


def bulk_load_promotions(market: MarketId, rows: Sequence[PromotionRow]) -> int:
    """Add promotions that held once, or hold still; return how many were new. Joins the caller's transaction.

    They have one version, and no events: a load tells its readers when it is through. What they name is not looked
    for. Raises BadRule.
    """
    now = clock.now()
    groups = {each.id: each for each in queries.list_groups(market)}
    language = markets.get_market(market).default_language
    known = set(models.Promotion.objects.filter(id__in=[row.id for row in rows]).values_list("id", flat=True))
    new = [row for row in rows if row.id not in known]
    for row in new:
        sanity.check_plan(row.plan)
    promotions = [_promotion(market, row, now) for row in new]
    models.Promotion.objects.bulk_create(promotions, batch_size=ROWS_A_STATEMENT)
    versions = [_version(market, row, groups[row.plan.group], language) for row in new]
    models.Version.objects.bulk_create(versions, batch_size=ROWS_A_STATEMENT)
    return len(new)


def _promotion(market: MarketId, row: PromotionRow, now: datetime) -> models.Promotion:
    state = State.ENDED if row.until <= now else State.LIVE
    said = write.columns(row.plan) | {"starts": row.since, "ends": row.until, "made_up": list(row.made_up)}
    return models.Promotion(id=row.id, market_id=market, state=state.value, version=0, **said)


def _version(market: MarketId, row: PromotionRow, group: Group, language: str) -> models.Version:
    rule = msgspec.json.encode(rules.compile_rule(row.id, 1, row.plan, group, language)).decode()
    valid = DateTimeTZRange(row.since, row.until)
    return models.Version(market_id=market, promotion_id=row.id, number=1, rule=rule, valid=valid)
