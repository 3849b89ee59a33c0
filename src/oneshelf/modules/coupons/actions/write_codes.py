"""Writing the next codes of a batch: fingerprints and last symbols, never the codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from oneshelf.kernel import bulk, sealed
from oneshelf.kernel.ids import new_id
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons.errors import BatchRevoked
from oneshelf.modules.coupons.queries import KEYS, print_of
from oneshelf.modules.coupons.rules import codes
from oneshelf.modules.coupons.types import BatchId, BatchState, CouponId, Kind
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId

CODES_AT_ONCE = 20_000
"""How many codes one transaction writes: for less than a second, since others read below it."""

Owner = tuple[CustomerId | None, UUID | None, datetime | None]
"""Whose a code is, the cause for which it is given out, and the end of its own time."""

_COLUMNS = ("id", "batch_id", "serial", "digest", "tail", "customer_id", "cause_id", "ends_at")


def make_codes(batch: BatchId) -> int:
    """Make what is missing of a batch's codes; return how many that were.

    Each 20,000 are a transaction of their own, so that whoever looks sees progress, and a run that broke off is gone on
    with. Several runs share the work. It ends early when the batch is revoked. Must not be called in a transaction.
    """
    made = 0
    while some := _make_some(batch):
        made += some
    return made


def _make_some(batch: BatchId) -> int:
    with transaction.atomic(durable=True):
        row = models.Batch.objects.select_for_update().get(id=batch)
        some = min(CODES_AT_ONCE, row.size - row.made)
        if some <= 0 or row.state == BatchState.REVOKED:
            return 0
        write_codes(row, some)
    return some


def write_codes(row: models.Batch, count: int, owners: Sequence[Owner] | None = None) -> list[CouponId]:
    """Write the next `count` codes of a batch whose row is locked, in the caller's transaction; return their ids.

    `owners` says for each whose it is. The batch grows when that makes more than were asked for. Raises BatchRevoked.
    """
    if row.state == BatchState.REVOKED:
        raise BatchRevoked
    ids = [new_id() for _ in range(count)]
    known_by, first = _known_by(row), row.made + 1
    owned = owners or [(None, None, None)] * count
    rows = [
        (coupon, row.id, first + number, *known_by(first + number), *owned[number]) for number, coupon in enumerate(ids)
    ]
    bulk.add_all(models.Code._meta.db_table, _COLUMNS, rows)
    row.made += count
    row.size = max(row.size, row.made)
    row.save(update_fields=["made", "size"])
    return [CouponId(each) for each in ids]


def _known_by(row: models.Batch) -> Callable[[int], tuple[bytes, str]]:
    """Return what gives the fingerprint and the last symbols of a batch's codes by their numbers."""
    key, market = sealed.unseal(bytes(row.key), KEYS), MarketId(row.market_id)
    if row.kind == Kind.SHARED:
        return lambda _serial: (print_of(codes.read(key) or "", market), codes.tail(key))
    drawn_from = bytes.fromhex(key)

    def known_by(serial: int) -> tuple[bytes, str]:
        symbols = codes.draw(drawn_from, serial)
        return print_of(symbols, market), symbols[-codes.TAIL :]

    return known_by
