"""Reading cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from oneshelf.kernel import sql
from oneshelf.kernel.audits import Discrepancy
from oneshelf.kernel.errors import NotFound
from oneshelf.modules.cases import models
from oneshelf.modules.cases.types import Alternative, Case, CaseId, CaseState, Kind, Way
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.places.public import PlaceId

_AUDIT = sql.statement(__name__, "audit_events", row=Discrepancy)

LIVE = (CaseState.OPEN, CaseState.WAITING)
MOST_CASES = 200
"""The most cases of one page."""


def get_case(case: CaseId) -> Case:
    """Return one case with its ways out. Raises NotFound."""
    found = as_cases(models.Case.objects.filter(id=case))
    if not found:
        raise NotFound(kind="case", value=str(case))
    return found[0]


def cases_of(order: OrderId) -> list[Case]:
    """Return the cases of an order, the latest first; two statements."""
    return as_cases(models.Case.objects.filter(order_id=order).order_by("-opened_at", "-id")[:MOST_CASES])


def to_settle(
    market: MarketId,
    *,
    places: Collection[PlaceId] | None = None,
    states: Collection[CaseState] = LIVE,
    kind: Kind | None = None,
    assigned_to: UUID | None = None,
    most: int = MOST_CASES,
) -> list[Case]:
    """Return what waits to be settled (at `places`, if given), the shortest clock first; two statements."""
    rows = models.Case.objects.filter(market_id=market, state__in=[s.value for s in states if s in LIVE])
    if places is not None:
        rows = rows.filter(place_id__in=places)
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if assigned_to is not None:
        rows = rows.filter(assigned_to=assigned_to)
    return as_cases(rows.order_by("due_at", "id")[: min(most, MOST_CASES)])


def overdue(at: datetime, kinds: Iterable[Kind], most: int = MOST_CASES) -> list[CaseId]:
    """Return live cases of `kinds` whose time is over at `at`, the longest overdue first."""
    rows = models.Case.objects.filter(
        state__in=[s.value for s in LIVE], due_at__lte=at, kind__in=[k.value for k in kinds]
    )
    return [CaseId(id) for id in rows.order_by("due_at").values_list("id", flat=True)[:most]]


def audit() -> list[Discrepancy]:
    """Look for the events of every case; return the rows that differ."""
    return _AUDIT.all()


def as_cases(rows: Sequence[models.Case] | QuerySet[models.Case]) -> list[Case]:
    """Return what rows say, with their ways out, in one more statement."""
    rows = list(rows)
    ways: dict[UUID, list[Alternative]] = defaultdict(list)
    for way in models.Alternative.objects.filter(case_id__in=[row.id for row in rows]).order_by("number"):
        ways[way.case_id].append(
            Alternative(
                way.number,
                Way(way.way),
                PlaceId(way.place_id) if way.place_id else None,
                way.expected_on,
            )
        )
    return [_case(row, tuple(ways[row.id])) for row in rows]


def _case(row: models.Case, ways: tuple[Alternative, ...]) -> Case:
    return Case(
        id=CaseId(row.id),
        market=MarketId(row.market_id),
        kind=Kind(row.kind),
        state=CaseState(row.state),
        order=OrderId(row.order_id),
        order_number=row.order_number,
        place=PlaceId(row.place_id) if row.place_id else None,
        line=row.line,
        variant=VariantId(row.variant_id) if row.variant_id else None,
        units=row.units,
        cause=row.cause_id,
        opened_at=row.opened_at,
        due_at=row.due_at,
        assigned_to=row.assigned_to,
        told_at=row.told_at,
        settled_at=row.settled_at,
        solution=row.solution,
        version=row.version,
        alternatives=ways,
    )
