"""Promotions: drafted in the kernel's own words, let live, paused and ended; and the groups in which they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import msgspec
from django.utils.translation import gettext as _

from oneshelf.kernel import clock
from oneshelf.kernel.errors import Invalid
from oneshelf.kernel.money import Money
from oneshelf.kernel.states import WrongState
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import public as promotions
from oneshelf.modules.promotions.public import Group, Plan, Promotion, PromotionId, State
from oneshelf.surfaces.api import promotion_shapes as wire
from oneshelf.surfaces.api import shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

VIEW, EDIT, APPROVE = "promotions.view", "promotions.edit", "promotions.approve"

WRONG_PLAN = (
    promotions.BadRule,
    promotions.BadPromotionWindow,
    promotions.UnknownTarget,
    promotions.UnknownGroup,
    promotions.PromotionCodeTaken,
    promotions.CircularRules,
    promotions.AppliedTooLate,
)
"""What a plan is refused for."""

Act = Callable[..., Promotion]
"""A verb that lets a promotion go live, pause or end."""


@operation("GET", "/promotions", summary="List promotions", tag="promotions", needs=VIEW, gives=wire.PromotionPage)
def list_promotions(call: Call, query: wire.PromotionsQuery) -> Reply:
    """Return a page of the market's promotions, by code."""
    call.actor.require(VIEW)
    states = {State(query.state)} if query.state else set(State)
    after = query.cursor or ""
    found = promotions.list_promotions(call.market.id, text=query.q, states=states, after=after, limit=query.limit + 1)
    shown = found[: query.limit]
    more = shown[-1].plan.code if len(found) > query.limit else None
    return Reply(wire.PromotionPage(_shown(call, shown), more))


@operation(
    "POST",
    "/promotions",
    summary="Draft a promotion",
    tag="promotions",
    needs=EDIT,
    gives=wire.PromotionShown,
    status=201,
    key_needed=True,
    refuses=WRONG_PLAN,
)
def draft_promotion(call: Call, body: wire.PromotionPlan) -> Reply:
    """Draft a promotion. It holds for nobody until it goes live."""
    call.actor.require(EDIT)
    plan = _plan(call, body)
    call.required_claim()
    return call.once(lambda: _reply(call, promotions.draft(call.market.id, plan, actor=call.actor), 201))


@operation(
    "GET",
    "/promotions/{promotion}",
    summary="Show a promotion",
    tag="promotions",
    needs=VIEW,
    gives=wire.PromotionShown,
    refuses=(promotions.UnknownPromotion,),
)
def show_promotion(call: Call, promotion: str) -> Reply:
    """Return one promotion, by its id or code, with the terms that were said last."""
    call.actor.require(VIEW)
    return _reply(call, seen(call, promotion))


@operation(
    "PUT",
    "/promotions/{promotion}",
    summary="Change a promotion",
    tag="promotions",
    needs=EDIT,
    gives=wire.PromotionShown,
    refuses=(
        promotions.UnknownPromotion,
        promotions.PromotionChanged,
        promotions.PromotionHasBegun,
        WrongState,
        *WRONG_PLAN,
    ),
)
def change_promotion(call: Call, promotion: str, body: wire.ChangedPlan) -> Reply:
    """Put another plan in place of the one at `version`. What was in force stays as it was.

    What is not a draft any more needs `promotions.approve`.
    """
    known, plan = seen(call, promotion), _plan(call, body)
    call.actor.require(_needed_for(known))

    def work() -> Reply:
        changed = promotions.change(known.id, plan, version=body.version, since=body.since, actor=call.actor)
        return _reply(call, changed)

    return call.once(work)


@operation(
    "POST",
    "/promotions/{promotion}/go-live",
    summary="Let a promotion go live",
    tag="promotions",
    needs=APPROVE,
    gives=wire.PromotionShown,
    refuses=(promotions.UnknownPromotion, promotions.PromotionChanged, WrongState, *WRONG_PLAN),
)
def let_promotion_live(call: Call, promotion: str, query: wire.AsSeen) -> Reply:
    """Let a draft, or a paused promotion, hold from its beginning on, or from now if that is past."""
    return _act(call, promotion, promotions.go_live, query)


@operation(
    "POST",
    "/promotions/{promotion}/pause",
    summary="Pause a promotion",
    tag="promotions",
    needs=APPROVE,
    gives=wire.PromotionShown,
    refuses=(promotions.UnknownPromotion, promotions.PromotionChanged, WrongState),
)
def pause_promotion(call: Call, promotion: str, query: wire.AsSeen) -> Reply:
    """Let a promotion hold no more until it goes live again."""
    return _act(call, promotion, promotions.pause, query)


@operation(
    "POST",
    "/promotions/{promotion}/end",
    summary="End a promotion",
    tag="promotions",
    needs=EDIT,
    gives=wire.PromotionShown,
    refuses=(promotions.UnknownPromotion, promotions.PromotionChanged, WrongState),
)
def end_promotion(call: Call, promotion: str, query: wire.AsSeen) -> Reply:
    """Let a promotion hold no more, for good; a draft is put aside. Anything else needs `promotions.approve`."""
    known = seen(call, promotion)
    call.actor.require(_needed_for(known))
    return call.once(lambda: _reply(call, promotions.end(known.id, version=query.version, actor=call.actor)))


@operation(
    "POST",
    "/promotions/{promotion}/duplicate",
    summary="Draft a promotion like another",
    tag="promotions",
    needs=EDIT,
    gives=wire.PromotionShown,
    status=201,
    key_needed=True,
    refuses=(promotions.UnknownPromotion, *WRONG_PLAN),
)
def duplicate_promotion(call: Call, promotion: str, body: wire.CopyOf) -> Reply:
    """Draft a promotion like another under a code of its own, without its time."""
    known = seen(call, promotion)
    call.actor.require(EDIT)
    call.required_claim()
    return call.once(lambda: _reply(call, promotions.duplicate(known.id, body.code, actor=call.actor), 201))


@operation(
    "GET",
    "/promotions/{promotion}/versions",
    summary="List what a promotion said",
    tag="promotions",
    needs=VIEW,
    gives=wire.RuleVersions,
    refuses=(promotions.UnknownPromotion,),
)
def list_promotion_versions(call: Call, promotion: str) -> Reply:
    """Return what a promotion said, and when each rule was in force."""
    call.actor.require(VIEW)
    found = promotions.versions_of(seen(call, promotion).id)
    told = [wire.RuleVersion(each.number, promotions.terms_of(each.rule), each.since, each.until) for each in found]
    return Reply(wire.RuleVersions(told))


@operation(
    "GET",
    "/promotion-groups",
    summary="List stacking groups",
    tag="promotions",
    needs=VIEW,
    gives=wire.StackingGroups,
)
def list_promotion_groups(call: Call) -> Reply:
    """Return how promotions of the market go together."""
    call.actor.require(VIEW)
    return Reply(wire.StackingGroups([_group(each) for each in promotions.list_groups(call.market.id)]))


@operation(
    "POST",
    "/promotion-groups",
    summary="Open a stacking group",
    tag="promotions",
    needs=APPROVE,
    gives=wire.StackingGroup,
    status=201,
    key_needed=True,
    refuses=(promotions.GroupCodeTaken, promotions.BadRule),
)
def open_promotion_group(call: Call, body: wire.NewStackingGroup) -> Reply:
    """Let promotions stand in a new group."""
    call.actor.require(APPROVE)
    call.required_claim()
    ways = _ways(body.order, body.mode, body.choice)
    return call.once(
        lambda: Reply(
            _group(promotions.open_group(call.market.id, body.code, body.name, actor=call.actor, **ways)), 201
        )
    )


@operation(
    "PUT",
    "/promotion-groups/{group}",
    summary="Change a stacking group",
    tag="promotions",
    needs=APPROVE,
    gives=wire.StackingGroup,
    refuses=(promotions.UnknownGroup, promotions.PromotionChanged, promotions.GroupInUse, promotions.BadRule),
)
def change_promotion_group(call: Call, group: str, body: wire.ChangedStackingGroup) -> Reply:
    """Change a group, by its code. While something is live in it, only its name changes."""
    call.actor.require(APPROVE)
    known, ways = _group_by_code(call, group), _ways(body.order, body.mode, body.choice)
    return call.once(
        lambda: Reply(
            _group(promotions.change_group(known.id, body.name, version=body.version, actor=call.actor, **ways))
        )
    )


def _act(call: Call, promotion: str, act: Act, query: wire.AsSeen) -> Reply:
    known = seen(call, promotion)
    call.actor.require(APPROVE)
    return call.once(lambda: _reply(call, act(known.id, version=query.version, actor=call.actor)))


def _needed_for(known: Promotion) -> str:
    return EDIT if known.state is State.DRAFT else APPROVE


def seen(call: Call, promotion: str) -> Promotion:
    """Return a promotion of the market by its id or code. Raises UnknownPromotion."""
    try:
        found = promotions.promotions_by_id([PromotionId(UUID(promotion))]).get(PromotionId(UUID(promotion)))
    except ValueError:
        found = promotions.find_promotion(call.market.id, promotion)
    if found is None or found.market != call.market.id:
        raise promotions.UnknownPromotion(promotion=promotion[:40])
    return found


def _plan(call: Call, body: wire.PromotionPlan) -> Plan:
    """Return what was sent as a plan. Raises Invalid for a part of the rule that nobody knows, and UnknownGroup."""
    sent = msgspec.json.decode(call.raw)
    for name, value in _strangers(sent["terms"], body.terms, "terms"):
        raise Invalid(name=name, value=value, cure=_("Leave it out, or look up how it is called."))
    return Plan(
        code=body.code,
        name=body.name,
        group=_group_by_code(call, body.group).id,
        terms=body.terms,
        names=body.names,
        starts=body.starts,
        ends=body.ends,
        limits=body.limits,
    )


def _strangers(sent: Any, read: Any, part: str) -> Iterator[tuple[str, str]]:
    """Name what was sent of a rule and nobody read: it was meant to do something."""
    if isinstance(read, msgspec.Struct):
        known = {*read.__struct_fields__, read.__struct_config__.tag_field}
        for name, value in sent.items():
            if name not in known:
                yield f"{part}.{name}"[:200], str(value)[:40]
            else:
                yield from _strangers(value, getattr(read, name, None), f"{part}.{name}")
    elif isinstance(read, tuple):
        for at, (value, one) in enumerate(zip(sent, read, strict=True)):
            yield from _strangers(value, one, f"{part}[{at}]")


def _group_by_code(call: Call, code: str) -> Group:
    found = next((each for each in promotions.list_groups(call.market.id) if each.code == code), None)
    if found is None:
        raise promotions.UnknownGroup(group=code[:40])
    return found


def _ways(order: int, mode: str, choice: str) -> dict[str, Any]:
    return {"order": order, "mode": compiled.Mode(mode), "choice": compiled.Choice(choice)}


def _reply(call: Call, found: Promotion, status: int = 200) -> Reply:
    return Reply(_shown(call, [found])[0], status)


def _shown(call: Call, found: list[Promotion]) -> list[wire.PromotionShown]:
    groups = {each.id: each.code for each in promotions.list_groups(call.market.id)}
    taken, now = promotions.taken_of([each.id for each in found]), clock.now()
    return [
        wire.PromotionShown(
            id=each.id,
            code=each.plan.code,
            name=each.plan.name,
            names=dict(each.plan.names),
            group=groups[each.plan.group],
            state=each.state.value,
            phase=each.phase_at(now).value,
            terms=each.plan.terms,
            starts=each.plan.starts,
            ends=each.plan.ends,
            limits=each.plan.limits,
            taken=_taken(call, taken[each.id]) if each.id in taken else None,
            number=each.number,
            version=each.version,
            made_up=list(each.made_up),
        )
        for each in found
    ]


def _taken(call: Call, taken: promotions.Taken) -> wire.TakenOf:
    return wire.TakenOf(taken.uses, shapes.money(Money(taken.off, call.market.currency)))


def _group(each: Group) -> wire.StackingGroup:
    return wire.StackingGroup(
        each.id, each.code, each.name, each.order, each.mode.value, each.choice.value, each.version
    )
