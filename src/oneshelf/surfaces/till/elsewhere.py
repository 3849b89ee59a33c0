"""What this store lacks of a whole basket, and how its customer gets that from the rest of the chain."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantSnapshot
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.till import answers, goods, hands
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.requests import Basket, read
from oneshelf.ui.ways import ShownWay, shown_way


@dataclass(frozen=True, slots=True)
class Missing:
    """`quantity` smallest sale units that the shelf here does not have, of so many that the basket wants."""

    snapshot: VariantSnapshot
    quantity: int
    wanted: int


@counter_data
@require_POST
def ways(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw what of the basket is not here, and every way to get those lines in full, with cost and time.

    Nothing is held by looking. Refuses what the basket itself refuses.
    """
    sent = read(request, Basket)
    cart = hands.held(counter, sent.cart)
    market = markets.get_market(counter.till.market)
    quote = checkout.quote(market, [line.wanted for line in sent.lines])
    variants = [line.snapshot.variant for line in quote.lines]
    here = goods.available_at(counter.till, variants, cart.id if cart else None)
    missing = [
        Missing(line.snapshot, line.priced.quantity - max(0, here.get(line.snapshot.variant, 0)), line.priced.quantity)
        for line in quote.lines
        if line.priced.quantity > here.get(line.snapshot.variant, 0)
    ]
    shown = {"missing": missing, "ways": ways_to(counter, missing, market) if missing else []}
    return answers.as_json({"html": render_to_string("till/parts/elsewhere.html", shown)})


def ways_to(counter: Counter, missing: list[Missing], market: markets.Market) -> list[ShownWay]:
    """Return every way to get the lines of which something is missing, with what that costs beside the goods."""
    wanted = [checkout.Wanted(each.snapshot.variant, each.wanted) for each in missing]
    goods_cost = checkout.quote(market, wanted, {each.snapshot.variant: each.snapshot for each in missing}).items
    return told(counter, [(each.snapshot, each.wanted) for each in missing], goods_cost)


def told(counter: Counter, wanted: list[tuple[VariantSnapshot, int]], cost: Money | None = None) -> list[ShownWay]:
    """Return how `wanted` is had by somebody who stands at the till, in words."""
    here = places.get_place(counter.till.place)
    found = sourcing.ways_elsewhere(here, counter.till.channel, wanted, cost)
    named = places.places_by_id({way.place for way in found if way.place})
    return [shown_way(way, named, here.time_zone) for way in found]
