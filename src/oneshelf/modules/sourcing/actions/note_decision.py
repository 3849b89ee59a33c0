"""Write down from where an order was sent and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.kernel.ids import new_id
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.places.public import PlaceId
from oneshelf.modules.sourcing import rules
from oneshelf.modules.sourcing.queries import policy_at
from oneshelf.modules.sourcing.types import Cause, Decision, DecisionId, NoteColumns, OrderLine, Policy, Way

_NOTE = sql.statement(__name__, "note_decision")


def note_decision(
    market: MarketId,
    subject: UUID,
    cause: Cause,
    policy: Policy,
    lines: Sequence[OrderLine],
    decision: Decision,
    *,
    at: datetime,
) -> DecisionId:
    """Keep `decision` about the order `subject`, and count its places as asked. Joins the caller's transaction.

    On the hot path, compose `sourcing_note_decision` with `note_columns` into a statement of your own instead.
    """
    note = DecisionId(new_id())
    _NOTE.execute(**asdict(rules.note_columns(note, market, subject, cause, policy, lines, decision, at=at)))
    return note


def note_brought(
    market: MarketId,
    subject: UUID,
    cause: Cause,
    way: Way,
    lines: Sequence[OrderLine],
    *,
    excluding: Collection[PlaceId],
    at: datetime,
) -> DecisionId:
    """Keep the way by which `lines` of the order `subject` come to their store, and whom it was not to ask.

    Like `note_decision`, by the policy that holds `at` that instant.
    """
    decision = rules.brought_decision(way, excluding)
    return note_decision(market, subject, cause, policy_at(market, at), lines, decision, at=at)


def keep_note(note: NoteColumns) -> None:
    """Keep a decision that was written down before its order was. Joins the caller's transaction."""
    _NOTE.execute(**asdict(note))
