"""What an offer says from one moment to another, and the coupons it gives then."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from oneshelf.kernel.actors import Actor
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.coupons.public import BatchId, BatchState
from oneshelf.modules.offers import models
from oneshelf.modules.offers.queries import runs_of
from oneshelf.modules.offers.types import Offer, OfferId

_SHORTEST = timedelta(microseconds=1)  # what was said for no time at all would be no range


def begin_run(offer: Offer, since: datetime, *, actor: Actor) -> None:
    """Let an offer say its terms from `since` on: its coupons are of the batch of before, or of a new one."""
    models.Run.objects.create(
        market_id=offer.market,
        offer_id=offer.id,
        batch_id=_batch_for(offer, since, actor),
        terms=msgspec.json.encode(offer.terms).decode(),
        valid=DateTimeTZRange(since, None),
    )


def end_run(offer: OfferId, at: datetime) -> datetime:
    """Let an offer say nothing more from `at` on; return from when exactly."""
    row = models.Run.objects.filter(offer=offer, valid__endswith__isnull=True).first()
    if row is None:
        return at
    until: datetime = max(at, row.valid.lower + _SHORTEST)
    row.valid = DateTimeTZRange(row.valid.lower, until)
    row.save(update_fields=["valid"])
    return until


def _batch_for(offer: Offer, at: datetime, actor: Actor) -> BatchId:
    """Return the batch of the offer's last run, if it may give that still, or open one whose codes are given singly."""
    for run in runs_of(offer.id)[:1]:
        same = run.terms.promotion == offer.terms.promotion
        if same and coupons.get_batch(run.batch).state is not BatchState.REVOKED:
            return run.batch
    terms = coupons.Terms(offer.name, offer.terms.promotion, coupons.Limits(), begins_at=at)
    return coupons.open_single(offer.market, terms, 0, actor=actor).id
