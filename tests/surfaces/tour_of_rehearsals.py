"""A walk through the rehearsals of a promotion: none yet, one that runs, one that told all it can, one that failed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.markets.public import Market
from oneshelf.modules.pricing.public import priced
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.actions import keep_rehearsal
from oneshelf.modules.promotions.public import Clash, Told
from tests.promotions.builders import a_draft
from tests.surfaces.tour import Tour


def through_rehearsals(tour: Tour, owner: Client, market: Market, order: UUID) -> None:
    """See a draft before, while and after it is rehearsed."""
    draft, other = a_draft(market), a_draft(market)
    tour.know(draft.plan.name, other.plan.name)
    page = reverse("backoffice:promotion_rehearsals", args=[draft.id])
    begin = reverse("backoffice:rehearse_promotion", args=[draft.id])
    tour.see(owner, page)
    given = {"month": "2020-01", "percent": "100", "floor": "5"}
    for wrong in ({"month": "no month"}, {"percent": "none"}, {"floor": "none"}):
        tour.send(owner, begin, given | wrong, status=422)
    tour.send(owner, begin, given)
    now = clock.now()
    run = promotions.begin_rehearsal(draft.id, now - timedelta(days=1), now, percent=10, actor=SYSTEM)
    seen = reverse("backoffice:promotion_rehearsal", args=[run])
    tour.see(owner, seen)
    told = Told(orders=9, revenue=9_000, touched=3, off=500, cost=400, goods=3_000, costed=2_000, bought=1_000)
    told.spent_at, told.examples = now, [order]
    told.beaten, told.lost_to = {str(other.id): Clash(2, 100)}, {str(other.id): 1}
    told.not_given = {why.value: 1 for why in priced.Why}
    for sums in (Told(), told):
        keep_rehearsal.note_progress(run, sums, 20, None)
        tour.see(owner, seen)
        keep_rehearsal.end_rehearsal(run, failed=False)
        tour.see(owner, seen)
    tour.see(owner, seen, margin="1", uplift="50")
    tour.see(owner, seen, status=422, margin="much")
    keep_rehearsal.end_rehearsal(run, failed=True)
    tour.see(owner, seen)
    tour.see(owner, page)
