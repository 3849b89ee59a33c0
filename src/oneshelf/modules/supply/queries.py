"""The read side of supply."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from oneshelf.kernel import numbers, sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import first_id_at
from oneshelf.kernel.money import Money, UnitPrice
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.places.public import Place, PlaceId
from oneshelf.modules.supply import models, rules
from oneshelf.modules.supply.errors import UnknownPurchase, UnknownSupplier, UnknownTransfer
from oneshelf.modules.supply.types import (
    Batch,
    Damage,
    Lost,
    Outcome,
    Purchase,
    PurchaseId,
    PurchaseLine,
    PurchaseState,
    Receipt,
    ReceiptLine,
    Settlement,
    Supplier,
    SupplierId,
    Transfer,
    TransferId,
    TransferLine,
    TransferState,
)

MOST_LISTED = 200
"""The most purchase orders or transfers of one list."""

_AUDITS = [sql.statement(__name__, f"audit_{name}", row=Discrepancy) for name in ("arrivals", "settlements", "events")]
_AUDIT_MOVES = sql.statement(__name__, "audit_moves", row=Discrepancy)


@dataclass(frozen=True, slots=True)
class _Cost:
    variant: VariantId
    cost: int
    per: int
    currency: str


@dataclass(frozen=True, slots=True)
class _Missing:
    market: MarketId
    variant: VariantId
    quantity: int


_COSTS = sql.statement(__name__, "costs", row=_Cost)
_MISSING = sql.statement(__name__, "in_transit", row=_Missing)
_LOST = sql.statement(__name__, "lost_in_transit", row=Lost)
_CAME = sql.statement(__name__, "came_lately", row=UUID)


def get_supplier(supplier: SupplierId) -> Supplier:
    """Return a supplier, archived or not. Raises UnknownSupplier."""
    row = models.Supplier.objects.filter(id=supplier).select_related("market").first()
    if row is None:
        raise UnknownSupplier(supplier=str(supplier))
    return as_supplier(row)


def supplier_by_code(market: MarketId, code: str) -> Supplier:
    """Return the market's supplier of that code. Raises UnknownSupplier."""
    found = models.Supplier.objects.filter(market=market, code=code) if "\x00" not in code else None
    row = found.select_related("market").first() if found is not None else None
    if row is None:
        raise UnknownSupplier(supplier=code)
    return as_supplier(row)


def list_suppliers(market: MarketId) -> list[Supplier]:
    """Return the market's suppliers that are not archived, by code; hundreds at most, so all at once."""
    rows = models.Supplier.objects.filter(market=market, archived_at=None).select_related("market").order_by("code")
    return [as_supplier(row) for row in rows]


def get_purchase(purchase: PurchaseId) -> Purchase:
    """Return a purchase order with its lines, in two statements. Raises NotFound."""
    found = _purchases(models.PurchaseOrder.objects.filter(id=purchase))
    if not found:
        raise NotFound(kind="purchase order", value=str(purchase))
    return found[0]


def purchase_by_number(market: MarketId, number: str) -> Purchase:
    """Return a purchase order by its number, as people write it. Raises UnknownPurchase."""
    found = _purchases(models.PurchaseOrder.objects.filter(market_id=market, number=_as_stored(number)))
    if not found:
        raise UnknownPurchase(number=number[:20])
    return found[0]


def list_purchases(
    market: MarketId,
    *,
    places: Collection[PlaceId] | None = None,
    states: Collection[PurchaseState] | None = None,
    before: PurchaseId | None = None,
    limit: int = 50,
) -> list[Purchase]:
    """Return purchase orders, the latest first, from behind `before`; in two statements. None means all."""
    rows = models.PurchaseOrder.objects.filter(market_id=market)
    if places is not None:
        rows = rows.filter(place_id__in=places)
    if states is not None:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _purchases(rows.order_by("-id")[: min(limit, MOST_LISTED)])


def expected_at(place: PlaceId) -> list[Purchase]:
    """Return the purchase orders that are coming to a place, the earliest first; two statements, 200 at most."""
    rows = models.PurchaseOrder.objects.filter(place_id=place, state__in=rules.COMING)
    return _purchases(rows.order_by("expected_on", "id")[:MOST_LISTED])


def came_lately(place: PlaceId, since: datetime) -> list[VariantId]:
    """Return of what deliveries and transfers brought good units to a place since then, the latest first; 200."""
    return [VariantId(found) for found in _CAME.all(place=place, since=since, limit=MOST_LISTED)]


def receipts_of(purchase: PurchaseId) -> list[Receipt]:
    """Return what was taken in of a purchase order, the latest first, in two statements."""
    return as_receipts(models.Receipt.objects.filter(purchase=purchase).order_by("-id"))


def as_receipts(found: Iterable[models.Receipt]) -> list[Receipt]:
    """Turn rows into what leaves the module, with their lines."""
    rows = list(found)
    lines: dict[UUID, list[ReceiptLine]] = defaultdict(list)
    for each in models.ReceiptLine.objects.filter(receipt__in=[row.id for row in rows]):
        lines[each.receipt_id].append(
            ReceiptLine(
                line=each.line,
                variant=VariantId(each.variant_id),
                good=each.good,
                damaged=each.damaged,
                damage=Damage(each.damage),
                damaged_to=PlaceId(each.damaged_to) if each.damaged_to else None,
                cost=UnitPrice(each.cost, each.currency, each.per),
            )
        )
    return [
        Receipt(
            id=row.id,
            purchase=PurchaseId(row.purchase_id),
            place=PlaceId(row.place_id),
            actor=row.actor_id,
            occurred_at=row.occurred_at,
            lines=tuple(lines[row.id]),
        )
        for row in rows
    ]


def batches_of(document: PurchaseId | TransferId) -> dict[int, tuple[Batch, ...]]:
    """Return which units of each line are counted at the door, where they are told apart. One statement."""
    found: dict[int, list[Batch]] = defaultdict(list)
    for row in models.Batch.objects.filter(document_id=document):
        found[row.line].append(Batch(row.code, row.quantity, row.serial, row.expires_on))
    return {line: tuple(each) for line, each in found.items()}


def unit_costs(market: MarketId, variants: Sequence[VariantId]) -> dict[VariantId, UnitPrice]:
    """Return what each variant cost when it was last received, in one statement; those that never were are left out."""
    rows = _COSTS.all(market=market, variants=list(variants))
    return {row.variant: UnitPrice(row.cost, row.currency, row.per) for row in rows}


def get_transfer(transfer: TransferId) -> Transfer:
    """Return a transfer with its lines, in two statements. Raises NotFound."""
    found = _transfers(models.Transfer.objects.filter(id=transfer))
    if not found:
        raise NotFound(kind="transfer", value=str(transfer))
    return found[0]


def transfer_by_number(market: MarketId, number: str) -> Transfer:
    """Return a transfer by its number, as people write it. Raises UnknownTransfer."""
    found = _transfers(models.Transfer.objects.filter(market_id=market, number=_as_stored(number)))
    if not found:
        raise UnknownTransfer(number=number[:20])
    return found[0]


def list_transfers(
    market: MarketId,
    *,
    sources: Collection[PlaceId] | None = None,
    targets: Collection[PlaceId] | None = None,
    states: Collection[TransferState] | None = None,
    before: TransferId | None = None,
    limit: int = 50,
) -> list[Transfer]:
    """Return transfers, the latest first, from behind `before`; in two statements. None means all."""
    rows = models.Transfer.objects.filter(market_id=market)
    if sources is not None:
        rows = rows.filter(source_id__in=sources)
    if targets is not None:
        rows = rows.filter(target_id__in=targets)
    if states is not None:
        rows = rows.filter(state__in=states)
    if before is not None:
        rows = rows.filter(id__lt=before)
    return _transfers(rows.order_by("-id")[: min(limit, MOST_LISTED)])


def on_the_way(market: MarketId) -> list[Transfer]:
    """Return the transfers that have units in transit, those that left first on top; two statements, 200 at most."""
    rows = models.Transfer.objects.filter(market_id=market, state__in=rules.ON_THE_WAY)
    return _transfers(rows.order_by("sent_at", "id")[:MOST_LISTED])


def bound_for(place: Place) -> places.Heading | None:
    """Return what a place is still to receive: first a transfer to it, or from it and not settled, then a delivery."""
    sent = models.Transfer.objects.filter(Q(target_id=place.id) | Q(source_id=place.id), state__in=rules.ON_THE_WAY)
    transfer = sent.order_by("sent_at", "id").first()
    if transfer:
        road = places.get_place(places.virtual_places(place.market).in_transit)
        return places.Heading("transfer", transfer.number, road.name)
    ordered = models.PurchaseOrder.objects.filter(place_id=place.id, state__in=rules.COMING)
    purchase = ordered.select_related("supplier").order_by("expected_on", "id").first()
    return places.Heading("purchase order", purchase.number, purchase.supplier.name) if purchase else None


def settlements_of(transfer: TransferId) -> list[Settlement]:
    """Return what was settled of a transfer, the latest first."""
    rows = models.Settlement.objects.filter(transfer=transfer).order_by("-id")
    return [
        Settlement(
            id=row.id,
            transfer=transfer,
            line=row.line,
            quantity=row.quantity,
            outcome=Outcome(row.outcome),
            actor=row.actor_id,
            occurred_at=row.occurred_at,
        )
        for row in rows
    ]


def lost_in_transit(market: MarketId, places: Sequence[PlaceId], since: datetime, until: datetime) -> list[Lost]:
    """Return what was lost on its way to `places`, as it was settled in [since, until), by article; one statement."""
    first = first_id_at(since - timedelta(days=2))  # a form is good for a day, and its id is older than its instant
    return _LOST.all(market=market, places=list(places), since=since, until=until, first=first)


def audit() -> list[Discrepancy]:
    """Compare lines with what was received and settled, that with movements, and changes with events."""
    moved_otherwise = _AUDIT_MOVES.all(damaged_line=rules.DAMAGED_LINE, over_line=rules.OVER_LINE)
    return [*(each for audit in _AUDITS for each in audit.all()), *moved_otherwise]


def in_transit() -> dict[tuple[MarketId, VariantId], int]:
    """Return how many units of each variant open transfers have in transit, for the audit's comparison with stock."""
    return {(row.market, row.variant): row.quantity for row in _MISSING.all()}


def _as_stored(number: str) -> str:
    """Return a number as it is stored; '' for what can be nobody's."""
    return numbers.clean(number, rules.NUMBER_CHARACTERS) or ""


def as_supplier(row: models.Supplier) -> Supplier:
    """Turn a row into what leaves the module."""
    return Supplier(
        id=SupplierId(row.id),
        market=MarketId(row.market_id),
        code=row.code,
        name=row.name,
        email=row.email,
        lead_days=row.lead_days,
        minimum=Money(row.minimum, row.market.currency),
        over_percent=row.over_percent,
        made_up=tuple(row.made_up),
        archived=row.archived_at is not None,
    )


def _purchases(found: QuerySet[models.PurchaseOrder]) -> list[Purchase]:
    rows = list(found.select_related("supplier__market"))
    lines: dict[UUID, list[PurchaseLine]] = defaultdict(list)
    currency = {row.id: row.currency for row in rows}
    for each in models.PurchaseLine.objects.filter(purchase__in=[row.id for row in rows]):
        lines[each.purchase_id].append(_purchase_line(each, currency[each.purchase_id]))
    return [_purchase(row, tuple(lines[row.id])) for row in rows]


def _purchase(row: models.PurchaseOrder, lines: tuple[PurchaseLine, ...]) -> Purchase:
    return Purchase(
        id=PurchaseId(row.id),
        market=MarketId(row.market_id),
        number=row.number,
        supplier=as_supplier(row.supplier),
        place=PlaceId(row.place_id),
        state=PurchaseState(row.state),
        expected_on=min((line.expected_on for line in lines if line.open), default=row.expected_on),
        created_at=row.created_at,
        sent_at=row.sent_at,
        version=row.version,
        made_up=tuple(row.made_up),
        lines=lines,
    )


def _purchase_line(row: models.PurchaseLine, currency: str) -> PurchaseLine:
    return PurchaseLine(
        line=row.line,
        variant=VariantId(row.variant_id),
        title=row.title,
        sku=row.sku,
        unit=Unit(row.unit),
        quantity=row.quantity,
        cost=UnitPrice(row.cost, currency, row.per),
        expected_on=row.expected_on,
        good=row.good,
        damaged=row.damaged,
        closed=row.closed,
        tallied=row.tallied,
        tallied_damaged=row.tallied_damaged,
        damage=Damage(row.damage),
    )


def _transfers(found: QuerySet[models.Transfer]) -> list[Transfer]:
    rows = list(found)
    lines: dict[UUID, list[TransferLine]] = defaultdict(list)
    for each in models.TransferLine.objects.filter(transfer__in=[row.id for row in rows]):
        lines[each.transfer_id].append(_transfer_line(each))
    return [_transfer(row, tuple(lines[row.id])) for row in rows]


def _transfer(row: models.Transfer, lines: tuple[TransferLine, ...]) -> Transfer:
    return Transfer(
        id=TransferId(row.id),
        market=MarketId(row.market_id),
        number=row.number,
        source=PlaceId(row.source_id),
        target=PlaceId(row.target_id),
        state=TransferState(row.state),
        expected_on=row.expected_on,
        created_at=row.created_at,
        sent_at=row.sent_at,
        received_at=row.received_at,
        receipt=row.receipt_id,
        version=row.version,
        made_up=tuple(row.made_up),
        lines=lines,
    )


def _transfer_line(row: models.TransferLine) -> TransferLine:
    return TransferLine(
        line=row.line,
        variant=VariantId(row.variant_id),
        title=row.title,
        sku=row.sku,
        unit=Unit(row.unit),
        quantity=row.quantity,
        good=row.good,
        damaged=row.damaged,
        over=row.over,
        found=row.found,
        lost=row.lost,
        tallied=row.tallied,
        tallied_damaged=row.tallied_damaged,
        damage=Damage(row.damage),
    )
