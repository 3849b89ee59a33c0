"""Reading differences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, TextField
from django.db.models.functions import Cast

from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue.public import VariantId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.parity import models
from oneshelf.modules.parity.types import Aspect, Difference, Finding, FindingId, Reason, ReasonKind

MOST_FINDINGS = 200
"""The most differences of one page."""


MOST_GROUPS = 100
"""The most groups of differences that are alike."""


@dataclass(frozen=True, slots=True)
class Alike:
    """How many differences have one aspect and the same reasons, and one of them."""

    difference: Difference
    count: int
    example: FindingId


@dataclass(frozen=True, slots=True)
class ToLookAfter:
    """How many differences wait: `nobodys` that nobody looks after, and `own` that somebody does."""

    nobodys: int
    own: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many differences stand, by aspect, that nobody has said are meant; and how many are meant."""

    open: dict[Aspect, int]
    accepted: int


def told_at(market: MarketId, at: datetime) -> list[Finding]:
    """Return the differences that were told of first at an instant and still stand, the oldest first."""
    rows = models.Finding.objects.filter(market_id=market, told_at=at, ended_at=None, accepted_at=None)
    return [_finding(row) for row in rows.order_by("since", "id")]


def get_finding(finding: FindingId) -> Finding:
    """Return a difference, also one that is gone. Raises NotFound."""
    row = models.Finding.objects.filter(id=finding).first()
    if row is None:
        raise NotFound(kind="difference", value=str(finding))
    return _finding(row)


def findings(
    market: MarketId,
    *,
    aspect: Aspect | None = None,
    accepted: bool = False,
    after: FindingId | None = None,
    limit: int = 50,
) -> list[Finding]:
    """Return a page of the differences that stand, the oldest first: those that are meant, or all others."""
    rows = models.Finding.objects.filter(market_id=market, ended_at=None, accepted_at__isnull=not accepted)
    if aspect is not None:
        rows = rows.filter(aspect=aspect.value)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [_finding(row) for row in rows.order_by("id")[: min(limit, MOST_FINDINGS)]]


def counts(market: MarketId) -> Counts:
    """Return how many differences stand in a market: one statement."""
    rows = models.Finding.objects.filter(market_id=market, ended_at=None).values_list("aspect")
    found = {Aspect(aspect): (all_, meant) for aspect, all_, meant in rows.annotate(Count("id"), Count("accepted_at"))}
    nothing = (0, 0)
    open_ = {aspect: found.get(aspect, nothing)[0] - found.get(aspect, nothing)[1] for aspect in Aspect}
    return Counts(open_, sum(meant for _, meant in found.values()))


def to_look_after(market: MarketId, owner: UUID | None) -> ToLookAfter:
    """Return how many differences nobody has said are meant, or that are the `owner`'s: one statement."""
    rows = models.Finding.objects.filter(market_id=market, ended_at=None, accepted_at=None)
    found = rows.aggregate(
        nobodys=Count("id", filter=Q(owner_id=None)), own=Count("id", filter=Q(owner_id=owner, owner_id__isnull=False))
    )
    return ToLookAfter(found["nobodys"], found["own"])


def alike(market: MarketId) -> list[Alike]:
    """Return the differences that nobody said are meant, those with one aspect and the same reasons together.

    The largest groups first, at most MOST_GROUPS; of each one difference as an example.
    """
    rows = models.Finding.objects.filter(market_id=market, ended_at=None, accepted_at=None)
    grouped = (
        rows.values_list("aspect", "reasons")
        .annotate(count=Count("id"), example=Min(Cast("id", TextField())))
        .order_by("-count")
    )
    return [
        Alike(Difference(Aspect(aspect), {}, _reasons(reasons)), count, FindingId(UUID(example)))
        for aspect, reasons, count, example in grouped[:MOST_GROUPS]
    ]


def reasons_as_json(difference: Difference) -> list[list[str]]:
    """Return reasons as they are kept."""
    return [[each.kind.value, each.channel, each.name] for each in difference.reasons]


def differing_variants(market: MarketId, after: VariantId | None, limit: int) -> list[VariantId]:
    """Return articles with differences that stand, by id; go on `after` one."""
    rows = models.Finding.objects.filter(market_id=market, ended_at=None, variant_id__isnull=False)
    if after is not None:
        rows = rows.filter(variant_id__gt=after)
    ids = rows.order_by("variant_id").values_list("variant_id", flat=True).distinct()[:limit]
    return [VariantId(each) for each in ids if each]


def as_difference(row: models.Finding) -> Difference:
    """Return what a row says differs."""
    return Difference(Aspect(row.aspect), dict(row.values), _reasons(row.reasons))


def _reasons(kept: list[list[str]]) -> tuple[Reason, ...]:
    return tuple(Reason(ReasonKind(kind), channel, name) for kind, channel, name in kept)


def _finding(row: models.Finding) -> Finding:
    return Finding(
        id=FindingId(row.id),
        market=MarketId(row.market_id),
        variant=VariantId(row.variant_id) if row.variant_id else None,
        difference=as_difference(row),
        since=row.since,
        version=row.version,
        ended=row.ended_at is not None,
        owner=row.owner_id,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
        note=row.note,
    )
