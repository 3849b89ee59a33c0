"""What of a basket its customer does not take along, and every way to get that from the whole chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from oneshelf.kernel.money import Money
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout import public as checkout
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.surfaces.till import answers, goods, hands, people, portions
from oneshelf.surfaces.till.device import Counter, counter_data
from oneshelf.surfaces.till.requests import Elsewhere, read
from oneshelf.ui.ways import ShownWay, shown_way

SENT = {"deliver", "split"}
"""The kinds of ways that end at the customer's door."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the basket: of `wanted` smallest sale units `missing` are not here, and `later` are not taken along."""

    snapshot: VariantSnapshot
    wanted: int
    missing: int
    later: int


@counter_data
@require_POST
def ways(request: HttpRequest, counter: Counter) -> HttpResponse:
    """Draw which units of a basket come later, and every way to get all of those, with cost and time.

    Nothing is held by looking. Refuses what the basket itself refuses.
    """
    sent = read(request, Elsewhere)
    cart = hands.held(counter, sent.cart)
    market, here = markets.get_market(counter.till.market), places.get_place(counter.till.place)
    quote = checkout.quote(
        market, portions.wanted(counter.till, sent.lines), buyer=goods.buyer_at(counter.till, sent.customer)
    )
    variants = [line.snapshot.variant for line in quote.lines]
    there = goods.available_at(counter.till, variants, cart.id if cart else None)
    asked = None if sent.later is None else {VariantId(each.variant): each.quantity for each in sent.later}
    free = [line for line in quote.lines if not line.labelled]  # what has a label is in the customer's hand
    lines = [_line(line, there, asked) for line in free]
    wanted = [(line.snapshot, line.later) for line in lines if line.later]
    along = [(line.snapshot, line.wanted - line.later) for line in lines if line.wanted > line.later]
    cost = checkout.part_of(quote, {each.line: line.later for each, line in zip(free, lines, strict=True)}).items
    shown = {
        "lines": lines,
        "lacks": any(line.missing for line in lines),
        "ways": [(each, _value(each)) for each in told(counter, wanted, cost, along)] if wanted else [],
        "wanted": bool(wanted),
    }
    contact = {"country": here.address.country} | _known(counter, sent)
    return answers.as_json({"html": render_to_string("till/parts/elsewhere.html", shown), "contact": contact})


def told(
    counter: Counter,
    wanted: Sequence[tuple[VariantSnapshot, int]],
    cost: Money | None = None,
    along: Sequence[tuple[VariantSnapshot, int]] = (),
) -> list[ShownWay]:
    """Return how `wanted` is had by somebody who stands at the till and takes other goods `along`, in words."""
    here = places.get_place(counter.till.place)
    found = sourcing.ways_elsewhere(here, counter.till.channel, wanted, cost, along=along)
    named = places.places_by_id({way.place for way in found if way.place})
    doubts = sourcing.doubts_about(here, found)
    return [shown_way(way, named, here.time_zone, doubt) for way, doubt in zip(found, doubts, strict=True)]


def _line(quoted: checkout.QuotedLine, there: Mapping[VariantId, int], asked: Mapping[VariantId, int] | None) -> Line:
    wanted = quoted.priced.quantity
    missing = max(0, wanted - max(0, there.get(quoted.snapshot.variant, 0)))
    later = missing if asked is None else min(wanted, asked.get(quoted.snapshot.variant, 0))
    return Line(quoted.snapshot, wanted, missing, later)


def _known(counter: Counter, sent: Elsewhere) -> dict[str, str]:
    """Return what the shop knows of the basket's customer, as far as the cashier may know it."""
    if sent.customer is None or not counter.actor.may(people.VIEW, counter.till.place):
        return {}
    found = customers.get_customer(CustomerId(sent.customer))
    return {"name": found.name, "email": found.email, "phone": found.phone}


def _value(way: ShownWay) -> str:
    """Return how the page names a way: `ship standard`, `collect leeds`."""
    return f"{'ship' if way.kind in SENT else 'collect'} {way.key}"
