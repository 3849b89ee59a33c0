"""In what channels differ: what stands, one article side by side, and what is meant."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.kernel.errors import NotFound
from oneshelf.modules.catalogue import public as catalogue
from oneshelf.modules.parity import public as parity
from oneshelf.modules.parity.public import Finding, FindingId
from oneshelf.surfaces.api import shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

VIEW, DECIDE = "parity.view", "parity.decide"

AspectName = Literal["price", "promotion", "availability", "delivery", "payment"]


class DifferencesQuery(shapes.Given, frozen=True):
    """Which differences are asked for: those that nobody said are meant, or those that are `meant`."""

    aspect: AspectName | None = None
    meant: bool = False
    after: UUID | None = None


class DifferenceReason(msgspec.Struct, frozen=True):
    """Why channels differ: `name` is that of a price list, a promotion or a payment method in `channel`."""

    kind: str
    channel: str
    name: str


class ChannelDifference(msgspec.Struct, frozen=True):
    """What each channel shows, by its code (null: nothing); amounts are minor units. Without `sku` it is of all
    articles. `version` grows when the values change.
    """

    id: UUID
    sku: str | None
    aspect: str
    values: dict[str, int | str | None]
    reasons: list[DifferenceReason]
    since: datetime
    version: int
    meant: bool
    note: str


class ChannelDifferences(msgspec.Struct, frozen=True):
    """Differences, the oldest first; go on `after` the last one's id."""

    items: list[ChannelDifference]


class ChannelShowing(msgspec.Struct, frozen=True):
    """What a channel shows of an article now. `reduced` is what one shown unit costs after promotions."""

    price: int | None
    per: int
    price_list: str
    reduced: int | None
    promotions: list[str]
    available: int
    delivery: int | None


class ArticleInChannels(msgspec.Struct, frozen=True):
    """One article in every channel, by its code, and in which aspects they differ."""

    sku: str
    channels: dict[str, ChannelShowing]
    differs: list[str]


class ParityDecision(shapes.Given, frozen=True):
    """Whether a difference is meant, as it was read in `version`."""

    version: Annotated[int, Meta(ge=1)]
    meant: bool
    note: Annotated[str, Meta(max_length=200)] = ""


@operation(
    "GET",
    "/parity/differences",
    summary="List in what channels differ",
    tag="catalogue",
    needs=VIEW,
    gives=ChannelDifferences,
)
def list_differences(call: Call, query: DifferencesQuery) -> Reply:
    """Return a page of the differences that stand in the caller's market."""
    aspect = parity.Aspect(query.aspect) if query.aspect else None
    after = FindingId(query.after) if query.after else None
    found = parity.findings(call.market.id, aspect=aspect, accepted=query.meant, after=after)
    return Reply(ChannelDifferences(_differences(found)))


@operation(
    "GET",
    "/parity/articles/{sku}",
    summary="Compare an article in all channels",
    tag="catalogue",
    needs=VIEW,
    gives=ArticleInChannels,
    refuses=(NotFound,),
)
def compare_article(call: Call, sku: str) -> Reply:
    """Return what each channel shows of an article now."""
    variant = catalogue.variants_by_sku([sku]).get(sku)
    found = parity.compare(call.market.id, [variant]) if variant else []
    if not found:
        raise NotFound(kind="variant", value=sku[:100])
    (compared,) = found
    channels = {
        code: ChannelShowing(
            each.price, each.per, each.price_list, each.reduced, list(each.promotions), each.available, each.delivery
        )
        for code, each in compared.showings.items()
    }
    return Reply(ArticleInChannels(sku, channels, [each.aspect.value for each in compared.differences]))


@operation(
    "POST",
    "/parity/differences/{finding}/decision",
    summary="Say whether a difference is meant",
    tag="catalogue",
    needs=DECIDE,
    gives=ChannelDifference,
    refuses=(NotFound, parity.DifferenceGone),
)
def decide_difference(call: Call, finding: str, body: ParityDecision) -> Reply:
    """Keep whether a difference is meant to be so, and why."""
    which = _own(call, finding)

    def work() -> Reply:
        if body.meant:
            parity.accept(which, body.version, body.note, actor=call.actor)
        else:
            parity.reject(which, body.version, actor=call.actor)
        return Reply(_differences([parity.get_finding(which)])[0])

    return call.once(work)


def _own(call: Call, finding: str) -> FindingId:
    """Return a difference of the caller's market. Raises NotFound."""
    try:
        found = parity.get_finding(FindingId(UUID(finding)))
    except ValueError:
        raise NotFound(kind="difference", value=finding[:40]) from None
    if found.market != call.market.id:
        raise NotFound(kind="difference", value=finding[:40])
    return found.id


def _differences(found: list[Finding]) -> list[ChannelDifference]:
    articles = catalogue.snapshots([each.variant for each in found if each.variant])
    return [
        ChannelDifference(
            id=each.id,
            sku=articles[each.variant].sku if each.variant in articles else None,
            aspect=each.difference.aspect.value,
            values=dict(each.difference.values),
            reasons=[
                DifferenceReason(reason.kind.value, reason.channel, reason.name) for reason in each.difference.reasons
            ],
            since=each.since,
            version=each.version,
            meant=each.accepted_at is not None,
            note=each.note,
        )
        for each in found
    ]
