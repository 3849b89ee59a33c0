"""Planning a count, and calling one off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from oneshelf.kernel import clock, numbers
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.counts import events, models, rules
from oneshelf.modules.counts.errors import NothingToCount
from oneshelf.modules.counts.queries import get_count
from oneshelf.modules.counts.types import Basis, Count, CountId, CountState, RecountRule
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId


@retried
def plan_count(
    place: PlaceId,
    variants: Sequence[VariantId],
    *,
    title: str,
    due_on: date,
    basis: Basis = Basis.CHOSEN,
    rule: RecountRule = rules.USUAL_RULE,
    made_up: tuple[str, ...] = (),
    actor: Actor,
) -> Count:
    """Plan a count of `variants` at a place, and return it. Raises UnknownPlace, and NothingToCount for no article,
    more than 500, an unknown one, or a place that keeps no stock.
    """
    at, known = places.get_place(place), catalogue.snapshots(list(variants))
    wanted = list(dict.fromkeys(variants))
    if not (at.counted and at.kind not in places.VIRTUAL_KINDS and 0 < len(wanted) <= rules.MOST_LINES):
        raise NothingToCount()
    if any(each not in known for each in wanted) or min(rule.units, rule.percent, rule.value) < 0:
        raise NothingToCount()
    now = clock.now()
    row = models.Count.objects.create(
        market_id=at.market,
        place_id=place,
        number=numbers.draw(rules.NUMBER_CHARACTERS),
        title=title,
        basis=basis.value,
        state=CountState.OPEN.value,
        recount_units=rule.units,
        recount_percent=rule.percent,
        recount_value=rule.value,
        due_on=due_on,
        created_at=now,
        made_up=list(made_up),
    )
    models.CountLine.objects.bulk_create(
        models.CountLine(
            count=row,
            line=number,
            variant_id=each,
            title=known[each].title,
            sku=known[each].sku,
            unit=known[each].unit.value,
        )
        for number, each in enumerate(wanted, start=1)
    )
    planned = get_count(CountId(row.id))
    outbox.emit([events.of_count(planned)], at=now)
    trail.record("counts.planned", trail.Subject("count", row.id), actor=actor, place=place, at=now)
    return planned


@retried
def cancel_count(count: CountId, *, actor: Actor) -> Count:
    """Call a count off; what was counted changes nothing. Raises NotFound, WrongState."""
    return end_count(locked_count(count), CountState.CANCELLED, actor=actor)


def locked_count(count: CountId) -> models.Count:
    """Return the row, locked until the caller's transaction ends. Raises NotFound."""
    row = models.Count.objects.select_for_update().filter(id=count).first()
    if row is None:
        raise NotFound(kind="count", value=str(count))
    return row


def end_count(row: models.Count, wanted: CountState, *, actor: Actor) -> Count:
    """Bring a locked count to its end, with its event and its entry in the trail. Raises WrongState."""
    rules.COUNT_MACHINE.check(CountState(row.state), wanted)
    now = clock.now()
    row.state, row.version = wanted.value, row.version + 1
    row.settled_at = now if wanted is CountState.SETTLED else None
    row.save(update_fields=["state", "version", "settled_at"])
    ended = get_count(CountId(row.id))
    outbox.emit([events.of_count(ended)], at=now)
    trail.record(f"counts.{wanted}", trail.Subject("count", row.id), actor=actor, place=row.place_id, at=now)
    return ended
