"""Giving a coupon for a cause, and taking it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from oneshelf.kernel import clock, sql
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons import public as coupons
from oneshelf.modules.offers import models
from oneshelf.modules.offers.events import CouponEarned, CouponTakenBack
from oneshelf.modules.offers.queries import as_award, get_award
from oneshelf.modules.offers.types import Award, AwardId, Happening, Run
from oneshelf.modules.orders.public import OrderId

_GIVE = sql.statement(__name__, "give", row=AwardId)


@retried
def give(run: Run, happening: Happening) -> Award | None:
    """Give the coupon of a run for what happened, once; return it, None when its customer has to wait for the next.

    However many ask at once, and however often, they get the same one. None as well when the batch was revoked.
    """
    at = clock.now()
    try:
        with transaction.atomic():  # what was written falls with the coupon
            award = _given(run, happening, at)
    except coupons.BatchRevoked:
        return None
    if award is None:
        known = models.Award.objects.select_related("run").filter(offer=run.offer, cause_id=happening.cause).first()
        return as_award(known) if known else None
    event = CouponEarned(
        market=award.market,
        offer=award.offer,
        coupon=award.coupon,
        customer=award.customer,
        order=award.order,
        told=sorted(award.told),
    )
    outbox.emit([outbox.Draft(event, aggregate=award.id, sequence=1)], at=at)
    return award


def _given(run: Run, happening: Happening, at: datetime) -> Award | None:
    """Write down the award and its coupon; None when the cause has its award, or the customer has to wait."""
    wait, ends_at = run.terms.wait, at + timedelta(days=run.terms.days)
    award = AwardId(new_id())
    written = _GIVE.find(
        award=award,
        market=run.market,
        offer=run.offer,
        run=run.id,
        cause=happening.cause,
        order=happening.order,
        channel=happening.channel,
        customer=happening.customer,
        email=happening.email,
        earned=happening.at,
        at=at,
        expires=ends_at,
        waits_until=at + timedelta(days=wait) if wait is not None else None,
    )
    if written is None:
        return None
    issued = coupons.issue(run.batch, cause=award, customer=happening.customer, ends_at=ends_at)
    models.Award.objects.filter(id=award).update(coupon_id=issued.coupon)
    return get_award(award)


@retried
def take_back(order: OrderId) -> int:
    """Take back what an order that was undone had earned, as far as its offers say so and it was not used.

    Return how many coupons that were; again it is none. Its customer need not wait for the next one.
    """
    rows = models.Award.objects.select_for_update(of=("self",)).select_related("run")
    taken = 0
    for row in rows.filter(order_id=order, taken_back_at__isnull=True, used_order_id__isnull=True).order_by("id"):
        award = as_award(row)
        if not award.taken_with_order:
            continue
        at = clock.now()
        coupons.revoke_coupon(award.coupon, actor=SYSTEM)
        models.Award.objects.filter(id=award.id).update(taken_back_at=at, wait=None, version=F("version") + 1)
        event = CouponTakenBack(market=award.market, offer=award.offer, order=order)
        outbox.emit([outbox.Draft(event, aggregate=award.id, sequence=row.version + 1)], at=at)
        taken += 1
    return taken
