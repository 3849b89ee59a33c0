"""Keeping stacking groups: how promotions of a market go together."""

from __future__ import annotations

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions import models, queries
from oneshelf.modules.promotions.errors import GroupCodeTaken, GroupInUse, PromotionChanged, UnknownGroup
from oneshelf.modules.promotions.events import GroupChanged
from oneshelf.modules.promotions.rules import sanity
from oneshelf.modules.promotions.types import Group, GroupId, State

MOST_ORDER = 1_000
"""The highest place of a group among those of its market."""


@retried
def open_group(
    market: MarketId,
    code: str,
    name: str,
    *,
    order: int,
    mode: compiled.Mode = compiled.Mode.UNIT,
    choice: compiled.Choice = compiled.Choice.BEST,
    actor: Actor,
) -> Group:
    """Let promotions of a market stand in a new group; return it. Raises BadRule and GroupCodeTaken."""
    _check(code, name, order)
    with refusals({"promotion_group_code_is_its_own": GroupCodeTaken(value=code)}):
        row = models.Group.objects.create(
            market_id=market, code=code, name=name.strip(), order=order, mode=mode.value, choice=choice.value
        )
    return _announce(queries.as_group(row), "promotion_group.opened", actor)


@retried
def change_group(
    group: GroupId,
    name: str,
    *,
    order: int,
    mode: compiled.Mode,
    choice: compiled.Choice,
    version: int,
    actor: Actor,
) -> Group:
    """Call a group otherwise, or let its promotions go together otherwise, as it was looked at, at `version`.

    What is in force is not rewritten: while a promotion of it is live, only the name changes. Raises UnknownGroup,
    PromotionChanged, GroupInUse, BadRule.
    """
    row = models.Group.objects.select_for_update(no_key=True).filter(id=group).first()
    if row is None:
        raise UnknownGroup(group=str(group))
    _check(row.code, name, order)
    if row.version != version:
        raise PromotionChanged(version=row.version)
    if (row.order, row.mode, row.choice) != (order, mode.value, choice.value):
        live = models.Promotion.objects.filter(group=group, state=State.LIVE.value).order_by("code").first()
        if live is not None:
            raise GroupInUse(promotion=live.code)
    models.Group.objects.filter(id=group).update(
        name=name.strip(), order=order, mode=mode.value, choice=choice.value, version=F("version") + 1
    )
    return _announce(queries.get_group(group), "promotion_group.changed", actor)


def _check(code: str, name: str, order: int) -> None:
    sanity.check_code("code", code)
    sanity.check_name("name", name)
    sanity.check_number("order", order, 0, MOST_ORDER, "rule_priority")


def _announce(group: Group, action: str, actor: Actor) -> Group:
    at = clock.now()
    outbox.emit([outbox.Draft(GroupChanged(group.market, group.code), group.id, group.version)], at=at)
    details: dict[str, trail.Detail] = {"order": group.order, "mode": group.mode.value, "choice": group.choice.value}
    trail.record(action, trail.Subject("promotion group", group.id), actor=actor, details=details, at=at)
    return group
