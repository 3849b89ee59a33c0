"""A decision as it is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing.types import (
    MILLS,
    Alternative,
    Cause,
    Decision,
    DecisionId,
    Lost,
    NoteColumns,
    OrderLine,
    Policy,
    Way,
)


def note_columns(
    id: DecisionId,
    market: MarketId,
    subject: UUID,
    cause: Cause,
    policy: Policy,
    lines: Sequence[OrderLine],
    decision: Decision,
    *,
    at: datetime,
) -> NoteColumns:
    """Return a decision as the parameters of `sourcing_note_decision`, for whoever composes it into a statement."""
    asked = {
        place: len({each.line for each in decision.assignments if each.place == place}) for place in decision.places
    }
    record = {"lines": list(lines), "decision": decision}
    return NoteColumns(
        id=id,
        market=market,
        subject=subject,
        cause=cause.value,
        policy=policy.id,
        policy_version=policy.version,
        at=at,
        places=list(asked),
        place_lines=list(asked.values()),
        record=msgspec.json.encode(record).decode(),
    )


def brought_decision(way: Way, excluding: Collection[PlaceId]) -> Decision:
    """Return a way to a store as a decision: the soonest one, which no rule of a policy weighs."""
    mills = way.own_cost.minor * MILLS
    return Decision(
        assignments=tuple(each for leg in way.legs for each in leg.assignments),
        mills=mills,
        parts=(),
        alternatives=tuple(Alternative(place, Lost.EXCLUDED) for place in sorted(excluding)),
        exact=True,
        bound=mills,
    )
