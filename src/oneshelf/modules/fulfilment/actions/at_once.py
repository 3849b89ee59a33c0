"""Letting a part of an order be in its buyer's hands from the start."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from oneshelf.kernel import sql
from oneshelf.modules.fulfilment.types import ConsignmentId

_HAND_OVER = sql.statement(__name__, "hand_over_at_once", row=UUID)


def hand_over_at_once(consignments: Sequence[ConsignmentId]) -> None:
    """Let consignments, opened a moment ago in the caller's transaction, be taken along at the counter, picked whole.

    A statement of its own, so that other orders pay nothing for it. `opened` has told of it already, and the goods are
    the caller's to sell.
    """
    handed = set(_HAND_OVER.all(consignments=list(consignments)))
    assert handed == set(consignments), "they were opened in this transaction"
