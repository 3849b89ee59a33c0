"""Letting consignments wait for goods that were promised ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from oneshelf.kernel import sql
from oneshelf.modules.fulfilment.types import ConsignmentId, NewConsignment

_AWAIT = sql.statement(__name__, "await_goods")
_KEEP_PLACE = sql.statement(__name__, "keep_place_in_queue")


def await_goods(days: Mapping[ConsignmentId, date]) -> None:
    """Let consignments, opened a moment ago in the caller's transaction, wait for goods that come on a day.

    A statement of its own, so that orders of goods that are there pay nothing for it. `opened` has told of it already.
    """
    if days:
        written = _AWAIT.execute(consignments=list(days), days=list(days.values()))
        assert written == len(days), "they were opened in this transaction"


def keep_place(consignments: Sequence[NewConsignment]) -> None:
    """Let those of them that have waited in another consignment keep the place in the queue that they had there."""
    since = {each.id: each.waits_since for each in consignments if each.waits_since}
    if since:
        _KEEP_PLACE.execute(consignments=list(since), since=list(since.values()))
