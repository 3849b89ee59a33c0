"""Draft a policy, edit it, publish it from a moment on, or withdraw it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import drawn_at_random, retried
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places import public as places
from oneshelf.modules.sourcing import models, queries, rules
from oneshelf.modules.sourcing.events import PolicyPublished
from oneshelf.modules.sourcing.types import PolicyId, PolicyState, PolicyVersion, Rule

drawn_at_random("sourcing_one_policy_a_version")  # two drafts begun at once: the second takes the next number


@retried
def draft_policy(market: MarketId, name: str, of: Sequence[Rule], *, actor: Actor) -> PolicyVersion:
    """Begin a new version of a market's policy with these rules. Raises BadRule."""
    rules.check_rules(of, _places(market))
    latest = models.Policy.objects.filter(market=market).order_by("-version").values_list("version", flat=True).first()
    row = models.Policy.objects.create(
        id=new_id(),
        market_id=market,
        version=(latest or 0) + 1,
        name=name,
        state=PolicyState.DRAFT.value,
        created_at=clock.now(),
    )
    _write(row, of)
    _record("drafted", row, actor)
    return queries.as_version(row, tuple(of))


@retried
def edit_policy(policy: PolicyId, name: str, of: Sequence[Rule], *, actor: Actor) -> None:
    """Replace the rules of a draft. Raises NotFound, PolicyFixed, BadRule."""
    row = _locked(policy)
    rules.check_draft(PolicyState(row.state), row.version)
    rules.check_rules(of, _places(MarketId(row.market_id)))
    models.Policy.objects.filter(id=row.id).update(name=name)
    models.Rule.objects.filter(policy=row).delete()
    _write(row, of)
    _record("edited", row, actor)


@retried
def publish_policy(policy: PolicyId, starts: datetime | None = None, *, actor: Actor) -> None:
    """Let a draft hold from `starts` (now, when None) on, in place of what would hold then.

    A version that would have begun later keeps its time: this one then holds until it begins. Raises NotFound,
    PolicyFixed, PolicyInThePast.
    """
    row = _locked(policy)
    rules.MACHINE.check(PolicyState(row.state), PolicyState.PUBLISHED)
    now = clock.now()
    begins = starts or now
    planned = models.Policy.objects.select_for_update().filter(market=row.market_id, valid__isnull=False)
    holding = planned.filter(valid__contains=begins).first()
    rules.check_start(begins, now=now, holding_since=holding.valid.lower if holding and holding.valid else None)
    following = planned.filter(valid__startswith__gt=begins).order_by("valid").first()
    if holding is not None and holding.valid is not None:
        holding.valid = DateTimeTZRange(holding.valid.lower, begins)
        holding.save(update_fields=["valid"])
    ends = following.valid.lower if following and following.valid else None
    row.state, row.valid = PolicyState.PUBLISHED.value, DateTimeTZRange(begins, ends)
    row.save(update_fields=["state", "valid"])
    event = PolicyPublished(row.market_id, row.version, begins)
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=1)], at=now)
    _record("published", row, actor)


@retried
def withdraw_policy(policy: PolicyId, *, actor: Actor) -> None:
    """Put a draft aside for good. Raises NotFound, and WrongState when it is no draft."""
    row = _locked(policy)
    rules.MACHINE.check(PolicyState(row.state), PolicyState.WITHDRAWN)
    models.Policy.objects.filter(id=row.id).update(state=PolicyState.WITHDRAWN.value)
    _record("withdrawn", row, actor)


def _locked(policy: PolicyId) -> models.Policy:
    """Return the row of a policy, and let nobody else change a policy of its market meanwhile."""
    row = models.Policy.objects.filter(id=policy).first()
    if row is None:
        raise NotFound(kind="sourcing policy", value=str(policy))
    list(models.Policy.objects.select_for_update().filter(market=row.market_id).order_by("version").values_list("id"))
    return models.Policy.objects.get(id=policy)


def _write(row: models.Policy, of: Sequence[Rule]) -> None:
    models.Rule.objects.bulk_create(
        models.Rule(
            policy=row,
            position=position,
            kind=rule.kind.value,
            worth=rule.worth,
            number=rule.number,
            places=list(rule.places),
            firm=rule.firm,
        )
        for position, rule in enumerate(of, start=1)
    )


def _places(market: MarketId) -> set[places.PlaceId]:
    return {place.id for place in places.list_places(market, queries.SENDING_KINDS)}


def _record(act: str, row: models.Policy, actor: Actor) -> None:
    trail.record(
        f"sourcing.policy_{act}", trail.Subject("policy", row.id), actor=actor, details={"version": row.version}
    )
