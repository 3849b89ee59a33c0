"""Today's work of a place: what to pick, hand over and send, the oldest clock on top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel import clock, guards
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.fulfilment.public import Consignment, ConsignmentState
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place
from oneshelf.surfaces.associate import desk as desks
from oneshelf.surfaces.associate.clocks import Clock, clock_of
from oneshelf.surfaces.associate.desk import Desk
from oneshelf.surfaces.associate.goods import Good, goods_of

PICTURES_SHOWN = 4
"""How many pictures a card of the queue shows."""

MOST_PLACES = 50
"""How many places the choice of places shows; the rest is found by searching."""

TABS = {
    "pick": frozenset({ConsignmentState.OPEN, ConsignmentState.PICKING}),
    "hand-over": frozenset({ConsignmentState.READY}),
    "ship": frozenset({ConsignmentState.PACKED}),
}
"""Tab of the queue -> the states it shows."""


ARRIVING = "arriving"
"""The tab of what other places have sent here, where there is something."""


@dataclass(frozen=True, slots=True)
class Card:
    """One piece of work in the queue; what is brought to another store names it."""

    consignment: Consignment
    clock: Clock
    goods: list[Good]
    brought_to: Place | None = None

    @property
    def pictured(self) -> list[Good]:
        """The goods whose pictures are shown."""
        return self.goods[:PICTURES_SHOWN]

    @property
    def rest(self) -> int:
        """How many goods are not pictured."""
        return len(self.goods) - len(self.pictured)

    @property
    def done(self) -> int:
        """How many goods are picked or known to be short."""
        return sum(good.done for good in self.goods)


@guards.staff_only("fulfilment.view")
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Lead to where the person works: the place chosen last, the only one, or the choice."""
    theirs = desks.workplaces(guards.actor_of(request))
    last = desks.chosen(request)
    known = [place for place in theirs if str(place.id) == last] or (theirs if len(theirs) == 1 else [])
    if known:
        return redirect("associate:queue", known[0].id)
    return redirect("associate:places")


@guards.staff_only("fulfilment.view")
@require_safe
def choose_place(request: HttpRequest) -> HttpResponse:
    """Show the places where the person may work."""
    text = request.GET.get("q", "").strip()[:100]
    theirs = desks.workplaces(guards.actor_of(request))
    found = [each for each in theirs if text.casefold() in f"{each.name} {each.code} {each.address.city}".casefold()]
    shown = {
        "places": found[:MOST_PLACES],
        "more": len(found) - MOST_PLACES,
        "many": len(theirs) > MOST_PLACES,
        "text": text,
        "here": desks.chosen(request),
    }
    return render(request, "associate/places.html", shown)


@guards.staff_only("fulfilment.view")
@never_cache
@require_safe
def queue(request: HttpRequest, place: UUID) -> HttpResponse:
    """Show the work of a place, the oldest clock on top; htmx gets the list alone."""
    desk = desks.at_place(request, place, "fulfilment.view")
    desks.choose(request, desk.place.id)
    tab = request.GET.get("show", "pick")
    shown = _work(desk, tab if tab in (*TABS, ARRIVING) else "pick")
    template = "associate/parts/queue.html" if "HX-Request" in request.headers else "associate/queue.html"
    return render(request, template, shown)


@guards.staff_only("fulfilment.view")
@never_cache
@require_safe
def ticket(request: HttpRequest, place: UUID) -> HttpResponse:
    """Give a ticket with which the page hears what happens at the place."""
    return desks.ticket(desks.at_place(request, place, "fulfilment.view"))


def to_queue(desk: Desk, tab: str = "pick") -> HttpResponseRedirect:
    """Lead to a tab of the place's queue."""
    return HttpResponseRedirect(f"{reverse('associate:queue', args=[desk.place.id])}?show={tab}")


def _work(desk: Desk, tab: str) -> dict[str, Any]:
    now, zone = clock.now(), desk.place.time_zone
    waiting, arriving = fulfilment.queue(desk.place.id), fulfilment.arriving(desk.place)
    shown = arriving if tab == ARRIVING else [each for each in waiting if each.state in TABS[tab]]
    named = places.places_by_id({each.bring_to for each in shown if each.bring_to})
    cards = [
        Card(each, clock_of(each, now, zone), goods, named[each.bring_to] if each.bring_to else None)
        for each, goods in zip(shown, goods_of(shown), strict=True)
    ]
    words = {"pick": _("Pick"), "hand-over": _("Hand over"), "ship": _("Ship")}
    tabs = [(name, words[name], sum(each.state in states for each in waiting)) for name, states in TABS.items()]
    if arriving or tab == ARRIVING:
        tabs.append((ARRIVING, _("Arriving"), len(arriving)))
    return {
        "desk": desk,
        "tab": tab,
        "tabs": tabs,
        "cards": cards,
        "late": sum(card.clock.late for card in cards),
        "opened": [each for each in waiting if each.state is ConsignmentState.OPEN],
        "now": now,
    }
