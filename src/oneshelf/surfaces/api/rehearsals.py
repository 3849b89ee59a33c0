"""Rehearsals of promotions: tried on what was sold, in the background, before they go live."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.money import Money
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Assumptions, RehearsalId, RehearsalRun
from oneshelf.surfaces.api import rehearsal_shapes as wire
from oneshelf.surfaces.api import shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation
from oneshelf.surfaces.api.promotions import EDIT, VIEW, seen

USUAL = wire.AssumptionsQuery()
"""What is assumed until somebody says otherwise."""


@operation(
    "POST",
    "/promotions/{promotion}/rehearsals",
    summary="Rehearse a promotion",
    tag="promotions",
    needs=EDIT,
    gives=wire.Rehearsal,
    status=201,
    key_needed=True,
    refuses=(promotions.UnknownPromotion,),
)
def rehearse_promotion(call: Call, promotion: str, body: wire.NewRehearsal) -> Reply:
    """Begin to try a promotion, as it says now, on orders of the past, beside all that is live. Ask how far it is.

    It is done in the background, and goes on where it stopped when it breaks off. Nothing else is changed by it.
    """
    call.actor.require(EDIT)
    known = seen(call, promotion)
    call.required_claim()

    def work() -> Reply:
        run = promotions.begin_rehearsal(
            known.id, body.since, body.until, percent=body.percent, floor_bp=body.floor_bp, actor=call.actor
        )
        orders.rehearse_promotion.defer(run=str(run))
        found = _shown(call, promotions.get_rehearsal(run), USUAL)
        return Reply(found, 201, {"Location": f"/api/v1/promotion-rehearsals/{run}"})

    return call.once(work)


@operation(
    "GET",
    "/promotions/{promotion}/rehearsals",
    summary="List a promotion's rehearsals",
    tag="promotions",
    needs=VIEW,
    gives=wire.Rehearsals,
    refuses=(promotions.UnknownPromotion,),
)
def list_promotion_rehearsals(call: Call, promotion: str, query: wire.AssumptionsQuery) -> Reply:
    """Return the rehearsals of a promotion, the latest first, under what is assumed."""
    found = promotions.list_rehearsals(seen(call, promotion).id)
    return Reply(wire.Rehearsals([_shown(call, each, query) for each in found]))


@operation(
    "GET",
    "/promotion-rehearsals/{rehearsal}",
    summary="Show a rehearsal",
    tag="promotions",
    needs=VIEW,
    gives=wire.Rehearsal,
    refuses=(NotFound,),
)
def show_promotion_rehearsal(call: Call, rehearsal: str, query: wire.AssumptionsQuery) -> Reply:
    """Return how far a rehearsal is, what it told so far, and what that comes to under what is assumed."""
    call.actor.require(VIEW)
    try:
        found = promotions.get_rehearsal(RehearsalId(UUID(rehearsal)))
    except ValueError:
        raise NotFound(kind="rehearsal", value=rehearsal[:40]) from None
    if found.market != call.market.id:
        raise NotFound(kind="rehearsal", value=rehearsal[:40])
    return Reply(_shown(call, found, query))


def _shown(call: Call, run: RehearsalRun, assumed: wire.AssumptionsQuery) -> wire.Rehearsal:
    told = run.told

    def money(minor: int) -> shapes.Money:
        return shapes.money(Money(minor, call.market.currency))

    def met(pairs: Iterable[tuple[str, int, int]]) -> list[wire.MetPromotion]:
        most_first = sorted(pairs, key=lambda each: (-each[1], each[0]))
        return [wire.MetPromotion(UUID(rule), count, money(less)) for rule, count, less in most_first]

    examples = orders.summaries_of([OrderId(each) for each in told.examples]) if told.examples else []
    return wire.Rehearsal(
        id=run.id,
        promotion=run.promotion,
        since=run.since,
        until=run.until,
        percent=run.percent,
        floor_bp=run.floor_bp,
        state=run.state.value,
        done=run.done,
        total=run.total,
        begun_at=run.begun_at,
        told=wire.RehearsalTold(
            orders=told.orders,
            revenue=money(told.revenue),
            touched=told.touched,
            off=money(told.off),
            cost=money(told.cost),
            goods=money(told.goods),
            costed=money(told.costed),
            breaches=None if told.is_uncosted else told.breaches,
            spent_at=told.spent_at,
            beaten=met((rule, clash.baskets, clash.minor) for rule, clash in told.beaten.items()),
            lost_to=met((rule, count, 0) for rule, count in told.lost_to.items()),
            not_given=dict(told.not_given),
            examples=[each.number for each in examples],
        ),
        outlook=_outlook(run, assumed, call.market.currency) if told.orders else None,
    )


def _outlook(run: RehearsalRun, assumed: wire.AssumptionsQuery, currency: str) -> wire.RehearsalOutlook:
    seen_so = promotions.outlook(run.told, Assumptions(margin_bp=assumed.margin_bp, uplift_bp=assumed.uplift_bp))
    return wire.RehearsalOutlook(
        margin_bp=assumed.margin_bp,
        uplift_bp=assumed.uplift_bp,
        margin=shapes.money(Money(seen_so.margin, currency)),
        kept=shapes.money(Money(seen_so.kept, currency)),
        break_even_bp=seen_so.break_even_bp,
        effect=shapes.money(Money(seen_so.effect, currency)),
    )
