"""Policies are drafted, published from a moment on, and never change afterwards; decisions are kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oneshelf.kernel import caches, clock
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import NotFound
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.states import WrongState
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.sourcing import models
from oneshelf.modules.sourcing import public as sourcing
from oneshelf.modules.sourcing.public import Cause, PolicyId, PolicyState, Rule, RuleKind
from tests.markets.builders import a_market
from tests.places.builders import a_store
from tests.sourcing.builders import COSTS, candidate, line, place
from tests.sourcing.chain import a_chain

pytestmark = [pytest.mark.database]

NOW = datetime(2099, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oneshelf.kernel.clock.now", lambda: NOW)


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_a_market_without_a_policy_has_the_usual_rules() -> None:
    assert sourcing.policy_at(a_market().id, NOW) == sourcing.USUAL


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_a_policy_is_drafted_edited_and_published() -> None:
    market = a_market()
    store = a_store(market)
    first = sourcing.draft_policy(market.id, "Spring", [COSTS], actor=SYSTEM)
    never = Rule(RuleKind.NEVER, places=(store.id,))
    sourcing.edit_policy(first.policy.id or PolicyId(new_id()), "Spring", [COSTS, never], actor=SYSTEM)
    assert sourcing.policy_at(market.id, NOW) == sourcing.USUAL
    sourcing.publish_policy(_id(first), actor=SYSTEM)
    assert sourcing.policy_at(market.id, NOW).rules == (COSTS, never)
    second = sourcing.draft_policy(market.id, "Summer", [never], actor=SYSTEM)
    sourcing.publish_policy(_id(second), NOW + timedelta(days=30), actor=SYSTEM)
    between = sourcing.draft_policy(market.id, "May", [], actor=SYSTEM)
    sourcing.publish_policy(_id(between), NOW + timedelta(days=10), actor=SYSTEM)
    held = [sourcing.policy_at(market.id, NOW + timedelta(days=days)).version for days in (0, 9, 10, 29, 30, 900)]
    assert held == [1, 1, 3, 3, 2, 2]
    assert [version.state for version in sourcing.list_policies(market.id)] == [PolicyState.PUBLISHED] * 3


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_what_was_published_stays_as_it_is() -> None:
    market = a_market()
    published = sourcing.draft_policy(market.id, "A", [COSTS], actor=SYSTEM)
    sourcing.publish_policy(_id(published), actor=SYSTEM)
    withdrawn = sourcing.draft_policy(market.id, "B", [COSTS], actor=SYSTEM)
    sourcing.withdraw_policy(_id(withdrawn), actor=SYSTEM)
    for version in (published, withdrawn):
        with pytest.raises(sourcing.PolicyFixed):
            sourcing.edit_policy(_id(version), "C", [], actor=SYSTEM)
        with pytest.raises(WrongState):
            sourcing.publish_policy(_id(version), actor=SYSTEM)
        with pytest.raises(WrongState):
            sourcing.withdraw_policy(_id(version), actor=SYSTEM)
        assert sourcing.get_policy(_id(version)).policy.rules == (COSTS,)
    with pytest.raises(NotFound):
        sourcing.get_policy(PolicyId(new_id()))


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_nothing_begins_in_the_past_or_over_another() -> None:
    market = a_market()
    draft = sourcing.draft_policy(market.id, "A", [], actor=SYSTEM)
    with pytest.raises(sourcing.PolicyInThePast):
        sourcing.publish_policy(_id(draft), NOW - timedelta(seconds=1), actor=SYSTEM)
    sourcing.publish_policy(_id(draft), NOW + timedelta(days=1), actor=SYSTEM)
    other = sourcing.draft_policy(market.id, "B", [], actor=SYSTEM)
    with pytest.raises(sourcing.PolicyInThePast):
        sourcing.publish_policy(_id(other), NOW + timedelta(days=1), actor=SYSTEM)
    with pytest.raises(IntegrityError, match="sourcing_policies_never_overlap"), transaction.atomic():
        models.Policy.objects.filter(id=_id(other)).update(
            state="published", valid=DateTimeTZRange(NOW + timedelta(days=5), None)
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        Rule(RuleKind.COST, number=-1),
        Rule(RuleKind.SPLIT, worth=-1),
        Rule(RuleKind.SPLIT, worth=10_000_001),
        Rule(RuleKind.KEEP, number=100_001),
        Rule(RuleKind.NEVER),
        Rule(RuleKind.PREFER),
        Rule(RuleKind.PREFER, places=(place(1),)),
    ],
)
def test_rules_that_cannot_be_are_refused(wrong: Rule) -> None:
    market = a_market()
    with pytest.raises(sourcing.BadRule) as refused:
        sourcing.draft_policy(market.id, "A", [COSTS, wrong], actor=SYSTEM)
    assert refused.value.position == 2
    assert sourcing.list_policies(market.id) == []


@pytest.mark.django_db
def test_a_decision_is_kept_whole_and_asks_its_places() -> None:
    market = a_market()
    lines = [line(1, 2, weight_g=500), line(2)]
    asked = [candidate(1, 2, 0, parcel_cost=300), candidate(2, 0, 1, parcel_cost=300), candidate(3, 1, 1)]
    decision = sourcing.decide(lines, asked, sourcing.USUAL, region="NY")
    order = new_id()
    first = sourcing.note_decision(market.id, order, Cause.PLACED, sourcing.USUAL, lines, decision, at=NOW)
    again = sourcing.decide(lines, asked, sourcing.USUAL, excluding={place(3)})
    sourcing.note_decision(market.id, order, Cause.REJECTED, sourcing.USUAL, lines, again, at=NOW + timedelta(hours=1))
    latest, earlier = sourcing.decisions_of(order)
    assert (earlier.id, earlier.cause, earlier.lines, earlier.decision) == (
        first,
        Cause.PLACED,
        tuple(lines),
        decision,
    )
    assert (latest.cause, latest.decision) == (Cause.REJECTED, again)
    kept = models.OutcomeNote.objects.filter(cause_id=first).values_list("place_id", "lines")
    assert dict(kept) == {
        where: len({a.line for a in decision.assignments if a.place == where}) for where in decision.places
    }


@pytest.mark.django_db
def test_outcomes_are_noted_once_a_cause_and_summed_by_day() -> None:
    market, cause = a_market(), new_id()
    store = a_store(market).id
    for _ in range(2):
        sourcing.note_rejection(market.id, store, 3, cause=cause, at=datetime.now(UTC))
    sourcing.note_promise(market.id, store, kept=True, cause=cause, at=datetime.now(UTC))
    sourcing.note_promise(market.id, store, kept=False, cause=new_id(), at=datetime.now(UTC))
    for _ in range(2):
        sourcing.learn()
    record = sourcing.network_of(market.id).facts[store].record
    assert (record.asked, record.rejected, record.kept, record.broken) == (0, 3, 1, 1)


def _id(version: sourcing.PolicyVersion) -> PolicyId:
    assert version.policy.id is not None
    return version.policy.id


class PolicyMachine(RuleBasedStateMachine):
    """Drafts are begun, edited, published and withdrawn in any order; at every moment at most one holds."""

    @initialize()
    def begin(self) -> None:
        self.market = a_market()
        self.states: dict[PolicyId, PolicyState] = {}
        self.starts: dict[PolicyId, int] = {}

    @rule()
    def draft(self) -> None:
        self.states[_id(sourcing.draft_policy(self.market.id, "D", [COSTS], actor=SYSTEM))] = PolicyState.DRAFT

    @precondition(lambda self: self.states)
    @rule(data=st.data(), day=st.integers(1, 9))
    def publish(self, data: st.DataObject, day: int) -> None:
        policy = data.draw(st.sampled_from(sorted(self.states)))
        free = day not in self.starts.values()
        try:
            sourcing.publish_policy(policy, NOW + timedelta(days=day), actor=SYSTEM)
        except WrongState:
            assert self.states[policy] is not PolicyState.DRAFT
        except sourcing.PolicyInThePast:
            assert not free
        else:
            assert self.states[policy] is PolicyState.DRAFT
            assert free
            self.states[policy], self.starts[policy] = PolicyState.PUBLISHED, day

    @precondition(lambda self: self.states)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        policy = data.draw(st.sampled_from(sorted(self.states)))
        try:
            sourcing.withdraw_policy(policy, actor=SYSTEM)
        except WrongState:
            assert self.states[policy] is not PolicyState.DRAFT
        else:
            self.states[policy] = PolicyState.WITHDRAWN

    @invariant()
    def the_latest_that_has_begun_holds(self) -> None:
        if not hasattr(self, "market"):
            return
        known = {_id(version): version.state for version in sourcing.list_policies(self.market.id)}
        assert known == self.states
        for day in range(11):
            begun = {start: policy for policy, start in self.starts.items() if start <= day}
            expected = begun[max(begun)] if begun else None
            assert sourcing.policy_at(self.market.id, NOW + timedelta(days=day)).id == expected


@pytest.mark.django_db
@pytest.mark.usefixtures("noon")
def test_at_most_one_policy_holds() -> None:
    machine: Any = PolicyMachine
    few = settings(max_examples=12, stateful_step_count=12, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=few)


@pytest.mark.django_db(transaction=True)
def test_goods_that_have_lain_long_leave_first() -> None:
    chain, now = a_chain(), clock.now()
    chain.stock(chain.near, milk=2)
    came = now - timedelta(days=40)
    inventory.receive(chain.market.id, chain.far.id, {chain.milk: 2}, cause=new_id(), at=came)
    assert chain.arrange(now.isoformat()).decision.places == (chain.near.id,)
    old_first = [*sourcing.USUAL.rules, Rule(RuleKind.AGE, worth=5_000, number=30)]
    drafted = sourcing.draft_policy(chain.market.id, "Old first", old_first, actor=SYSTEM)
    sourcing.publish_policy(_id(drafted), actor=SYSTEM)
    caches.forget_all()
    assert chain.arrange(now.isoformat()).decision.places == (chain.far.id,)
