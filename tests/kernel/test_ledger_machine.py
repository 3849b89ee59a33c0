"""Whatever is posted and reversed: balances sum to zero, floors hold, a cause posts once, the audit is clean."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from oneshelf.kernel.ids import new_id
from oneshelf.kernel.ledger import public as ledger

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
FLOORS = {"card:a": 0, "card:b": 0, "credit:c": -500}
CODES = sorted({*FLOORS, "cash", "orders"})
legs = st.lists(
    st.tuples(st.sampled_from(CODES), st.sampled_from(CODES), st.integers(1, 400))
    .filter(lambda leg: leg[0] != leg[1])
    .map(lambda leg: ledger.Leg(*leg)),
    min_size=1,
    max_size=4,
)


class Book(RuleBasedStateMachine):
    """A book with three bounded accounts, beside a plain dict that says what must be."""

    def __init__(self) -> None:
        super().__init__()
        self.book: UUID = new_id()
        self.expected: dict[str, int] = defaultdict(int)
        self.posted: dict[ledger.Cause, list[ledger.Leg]] = {}

    @initialize()
    def open(self) -> None:
        for code, floor in FLOORS.items():
            ledger.open_bounded(self.book, code, "USD", floor=floor)

    @rule(legs=legs)
    def post(self, legs: list[ledger.Leg]) -> None:
        self._attempt(ledger.Cause("test", new_id()), legs)

    @rule(data=st.data())
    def post_again(self, data: st.DataObject) -> None:
        if self.posted:
            cause = data.draw(st.sampled_from(list(self.posted)))
            with pytest.raises(ledger.AlreadyPosted), transaction.atomic():
                ledger.post(self.book, "USD", cause, [ledger.Leg("cash", "orders", 1)], at=AT)

    @rule(data=st.data())
    def reverse(self, data: st.DataObject) -> None:
        if not self.posted:
            return
        cause, by = data.draw(st.sampled_from(list(self.posted))), ledger.Cause("reversal", new_id())
        inverse = [ledger.Leg(leg.credit, leg.debit, leg.amount) for leg in self.posted[cause]]
        after = self._after(inverse)
        if self._allowed(after):
            assert ledger.reverse(cause, by=by, at=AT) == len(inverse)
            assert ledger.legs(by) == inverse
            self.expected, self.posted[by] = after, inverse
        else:
            with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
                ledger.reverse(cause, by=by, at=AT)

    @invariant()
    def books_agree(self) -> None:
        trial = {line.code: line.balance for line in ledger.trial_balance(self.book)}
        assert sum(trial.values()) == 0
        assert {code: amount for code, amount in trial.items() if amount} == {
            code: amount for code, amount in self.expected.items() if amount
        }
        assert all(trial[code] >= floor for code, floor in FLOORS.items())
        assert ledger.audit() == []

    def _attempt(self, cause: ledger.Cause, legs: list[ledger.Leg]) -> None:
        after = self._after(legs)
        if self._allowed(after):
            ledger.post(self.book, "USD", cause, legs, at=AT)
            self.expected, self.posted[cause] = after, legs
        else:
            with pytest.raises(ledger.BalanceTooLow), transaction.atomic():
                ledger.post(self.book, "USD", cause, legs, at=AT)

    def _after(self, legs: list[ledger.Leg]) -> dict[str, int]:
        after = defaultdict(int, self.expected)
        for leg in legs:
            after[leg.debit] -= leg.amount
            after[leg.credit] += leg.amount
        return after

    def _allowed(self, after: dict[str, int]) -> bool:
        return all(after[code] >= floor for code, floor in FLOORS.items())


def test_a_book_always_balances() -> None:
    run_state_machine_as_test(
        Book,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
