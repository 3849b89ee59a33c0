"""A page of events is put in order and cut so that no aggregate's order breaks."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from oneshelf.kernel.outbox.ordering import Position, Row, cut, in_order, suspects

AT = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def histories(draw: st.DrawFn) -> list[Row]:
    """All events of a few aggregates, each aggregate's sequences in any order along the transactions."""
    counts = draw(st.lists(st.integers(1, 4), min_size=1, max_size=4))
    names = [(aggregate, sequence) for aggregate, most in enumerate(counts) for sequence in range(1, most + 1)]
    return [
        Row(UUID(int=place + 1), "a.b.v1", UUID(int=aggregate), sequence, "{}", AT, place)
        for place, (aggregate, sequence) in enumerate(draw(st.permutations(names)))
    ]


def _late(history: list[Row], page: list[Row]) -> dict[UUID, Position]:
    return {
        row.id: max(after)
        for row in suspects(page)
        if (
            after := [
                other.position
                for other in history
                if other.aggregate == row.aggregate and other.sequence < row.sequence and other.position > row.position
            ]
        )
    }


@given(histories(), st.integers(1, 6))
def test_pages_deliver_everything_in_order(history: list[Row], size: int) -> None:
    delivered: list[Row] = []
    rest = history
    while rest:
        length = size
        while not (page := cut(rest[:length], _late(history, rest[:length]))):
            length += 1
            assert length <= len(rest), "reading on always ends"
        delivered += in_order(page)
        rest = rest[len(page) :]
    assert sorted(delivered, key=lambda row: row.position) == history
    for aggregate in {row.aggregate for row in history}:
        sequences = [row.sequence for row in delivered if row.aggregate == aggregate]
        assert sequences == sorted(sequences)


@given(histories())
def test_unwanted_events_are_left_out(history: list[Row]) -> None:
    unwanted = [Row(r.id, r.type, r.aggregate, r.sequence, None, AT, r.transaction) for r in history]
    assert in_order(unwanted) == suspects(unwanted) == []
    assert cut(unwanted, {}) == unwanted
