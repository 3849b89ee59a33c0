"""The way of a tour through the pages of sourcing."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from oneshelf.kernel import clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.delivery import public as delivery
from oneshelf.modules.orders import public as orders
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing
from tests.delivery.builders import a_service
from tests.surfaces.associate.builders import Work
from tests.surfaces.tour import Tour
from tests.surfaces.tour_of_rehearsals import through_rehearsals


def with_delivery(work: Work) -> None:
    """Have a service, terms and a transport, for the lists of them."""
    zones = (delivery.Zone("standard", delivery.Rate(490)),)
    market, store = work.shop.market.id, work.shop.store.id
    delivery.open_service(market, a_service(carrier="Test Bank", code="second", zones=zones), actor=SYSTEM)
    delivery.set_terms(store, delivery.Terms(60), actor=SYSTEM)
    delivery.set_lane(delivery.Lane(store, None), actor=SYSTEM)


def through_sourcing(tour: Tour, owner: Client, work: Work) -> None:
    """See the policies, why an order was sent from where, and what is rehearsed: policies, and promotions."""
    market, store = work.shop.market.id, work.shop.store
    tour.know(store.code)
    tour.see(owner, reverse("backoffice:policies"))
    draft = sourcing.draft_policy(market, store.name, sourcing.USUAL.rules, actor=SYSTEM)
    page = reverse("backoffice:policy", args=[draft.policy.id])
    tour.see(owner, page)
    tour.send(owner, page, {"rule-0-kind": "cost", "rule-0-worth": "no amount"}, status=422)
    tour.send(owner, page, act="save")
    trying = reverse("backoffice:try_policy", args=[draft.policy.id])
    number = orders.get_order(work.order).summary.number
    for given in ({"rule-0-worth": "no amount"}, {"try_order": "nothing"}, {"try_order": number}, {}):
        tour.send(owner, trying, given)
    tour.send(owner, reverse("backoffice:rehearse", args=[draft.policy.id]), month="no month", status=422)
    tour.send(owner, reverse("backoffice:rehearse", args=[draft.policy.id]), month="2020-01")
    assert draft.policy.id is not None
    (run,) = sourcing.list_rehearsals(draft.policy.id)
    told = sourcing.Rehearsal(1, 0, 1, 0, 1, 400, 900, 1, {store.id: sourcing.Share(1, 1, 400, 900)}, (work.order,))
    sourcing.note_progress(run.id, 1, 1)
    tour.see(owner, reverse("backoffice:rehearsal", args=[run.id]))
    for outcome in ((told, told), None):
        sourcing.end_rehearsal(run.id, outcome)
        tour.see(owner, reverse("backoffice:rehearsal", args=[run.id]))
    tour.see(owner, page)
    tour.see(owner, reverse("backoffice:policies"))
    through_rehearsals(tour, owner, work.shop.market, work.order)
    tour.see(owner, reverse("backoffice:capacities"))
    tour.send(owner, reverse("backoffice:limit", args=[store.code]), limit="5")
    lines = [sourcing.OrderLine(1, work.milk, 2, 1_000)]
    others = (store.id, places.virtual_places(market).loss)
    asked = [sourcing.Candidate(each, places.PlaceKind.STORE, (2,)) for each in others]
    decision = sourcing.decide(lines, asked, sourcing.USUAL)
    sourcing.note_decision(market, work.order, sourcing.Cause.PLACED, sourcing.USUAL, lines, decision, at=clock.now())
    tour.see(owner, reverse("backoffice:sent_from", args=[work.order]))
