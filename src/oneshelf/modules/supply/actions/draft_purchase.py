"""Writing a purchase order, as long as the supplier has not got it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from oneshelf.kernel import clock, numbers
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.supply import events, models, rules
from oneshelf.modules.supply.actions.lock import locked_purchase, record
from oneshelf.modules.supply.errors import NothingOrdered, SamePlace
from oneshelf.modules.supply.queries import get_purchase, get_supplier
from oneshelf.modules.supply.types import Purchase, PurchaseId, PurchaseState, SupplierId, Wanted


@retried
def draft_purchase(
    supplier: SupplierId,
    place: PlaceId,
    lines: Sequence[Wanted],
    *,
    expected_on: date | None = None,
    made_up: tuple[str, ...] = (),
    actor: Actor,
) -> Purchase:
    """Write an order to a supplier for one place, and return it: the supplier gets it when it is sent.

    It is expected after the supplier's lead time, unless a day is given. Lines of one article are added up. Raises
    UnknownSupplier, UnknownPlace, SamePlace for a place that keeps no stock of that market, NothingOrdered.
    """
    who, at, now = get_supplier(supplier), places.get_place(place), clock.now()
    if at.market != who.market or at.kind in places.VIRTUAL_KINDS or not at.counted:
        raise SamePlace()
    today = now.astimezone(ZoneInfo(at.time_zone)).date()
    row = models.PurchaseOrder.objects.create(
        market_id=who.market,
        number=numbers.draw(rules.NUMBER_CHARACTERS),
        supplier_id=who.id,
        place_id=place,
        state=PurchaseState.DRAFT.value,
        currency=who.minimum.currency,
        expected_on=expected_on or today + timedelta(days=who.lead_days),
        created_at=now,
        made_up=list(made_up),
    )
    _write(row, lines)
    drafted = get_purchase(PurchaseId(row.id))
    outbox.emit([events.of_purchase(events.PurchaseDrafted, drafted)], at=now)
    record("supply.purchase_drafted", "purchase_order", row.id, actor=actor, place=place, at=now)
    return drafted


@retried
def revise_purchase(
    purchase: PurchaseId, lines: Sequence[Wanted], *, expected_on: date | None = None, actor: Actor
) -> Purchase:
    """Exchange the lines of an order that was not sent. Raises NotFound, WrongState, NothingOrdered."""
    row = locked_purchase(purchase)
    rules.PURCHASE_MACHINE.check(PurchaseState(row.state), PurchaseState.SENT)
    if expected_on is not None:
        row.expected_on = expected_on
        row.save(update_fields=["expected_on"])
    models.PurchaseLine.objects.filter(purchase=purchase).delete()
    _write(row, lines)
    record("supply.purchase_revised", "purchase_order", row.id, actor=actor, place=row.place_id, at=clock.now())
    return get_purchase(purchase)


def known_articles(variants: Sequence[VariantId]) -> dict[VariantId, VariantSnapshot]:
    """Return what is written of each article on a line. Raises NothingOrdered when there is none, or one unknown."""
    known = catalogue.snapshots(list(dict.fromkeys(variants)))
    if not variants or any(variant not in known for variant in variants):
        raise NothingOrdered()
    return known


def _write(row: models.PurchaseOrder, lines: Sequence[Wanted]) -> None:
    known = known_articles([line.variant for line in lines])
    summed: dict[VariantId, Wanted] = {}
    for line in lines:
        if not (0 < line.quantity <= rules.MOST_UNITS and line.cost.minor >= 0 and line.cost.currency == row.currency):
            raise NothingOrdered()
        before = summed.get(line.variant)
        quantity = line.quantity + (before.quantity if before else 0)
        summed[line.variant] = Wanted(line.variant, quantity, line.cost, line.expected_on)
    models.PurchaseLine.objects.bulk_create(
        models.PurchaseLine(
            purchase=row,
            line=number,
            variant_id=each.variant,
            title=known[each.variant].title,
            sku=known[each.variant].sku,
            unit=known[each.variant].unit.value,
            quantity=each.quantity,
            cost=each.cost.minor,
            per=each.cost.per,
            expected_on=each.expected_on or row.expected_on,
        )
        for number, each in enumerate(summed.values(), start=1)
    )
