"""Blind counts by programs: what is to be counted, and what was; never what the book says."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.states import WrongState
from oneshelf.modules.counts import public as counts
from oneshelf.modules.places import public as places
from oneshelf.surfaces.api import directory
from oneshelf.surfaces.api import supply_shapes as wire
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.problems import AtField


@operation(
    "GET",
    "/counts",
    summary="List what is to be counted",
    tag="supply",
    needs="counts.count",
    gives=wire.Counts,
    refuses=(places.UnknownPlace, places.PlaceClosed),
)
def list_counts(call: Call, query: wire.CountsQuery) -> Reply:
    """Return the open counts of a place with their articles, blind: without what the book says."""
    place = directory.open_place(call.market.id, query.place)
    call.actor.require("counts.count", place.id)
    return Reply(wire.Counts([_shown(call, each, place.code) for each in counts.to_count(place.id)]))


@operation(
    "POST",
    "/counts/{number}/tallies",
    summary="Submit a blind count",
    tag="supply",
    needs="counts.count",
    gives=wire.Count,
    status=201,
    key_needed=True,
    refuses=(
        *(NotFound, WrongState, counts.NotInCount, counts.AgreedAlready, counts.SomebodyElseCounts),
        *(counts.CountedBefore, counts.BadCount),
    ),
)
def submit_count(call: Call, number: str, body: wire.NewTally) -> Reply:
    """Say how much there is of each article, all told. All lines count, or none.

    A line that differs by more than the count's rule is `recount`: somebody else counts it once more, under another
    key. What was sold since `counted_at` does not matter.
    """
    found = counts.count_by_number(call.market.id, number)
    if not call.actor.may("counts.count", found.place):
        raise NotFound(kind="count", value=number[:20])
    lines = {each.sku: each.line for each in found.lines}
    for at, each in enumerate(body.lines):
        if each.sku not in lines:
            raise AtField(counts.NotInCount(article=each.sku), f"lines[{at}].sku", each.sku)
    call.required_claim()

    def work() -> Reply:
        for each in body.lines:
            counts.type_quantity(found.id, lines[each.sku], each.quantity, actor=call.actor)
            counts.finish_line(found.id, lines[each.sku], actor=call.actor, at=each.counted_at)
        return Reply(_shown(call, counts.get_count(found.id), directory.place_code(found.place) or ""), 201)

    return call.once(work)


def _shown(call: Call, count: counts.Count, place: str) -> wire.Count:
    return wire.Count(
        number=count.number,
        title=count.title,
        place=place,
        due_on=count.due_on,
        lines=[
            wire.CountLine(each.sku, each.title, each.unit.value, each.state.value, each.mine, each.open_to_me)
            for each in counts.blind_lines(count, _counter(call))
        ],
    )


def _counter(call: Call) -> UUID:
    assert call.actor.id is not None, "a client has an id"
    return call.actor.id
