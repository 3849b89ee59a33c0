"""Opening a batch of coupons."""

from __future__ import annotations

import secrets
from dataclasses import asdict

from oneshelf.kernel import clock, sealed
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.coupons import models
from oneshelf.modules.coupons.actions.write_codes import write_codes
from oneshelf.modules.coupons.errors import CodeTaken
from oneshelf.modules.coupons.events import BatchOpened
from oneshelf.modules.coupons.queries import KEYS, as_batch, find_coupon
from oneshelf.modules.coupons.rules import terms as rules
from oneshelf.modules.coupons.types import Batch, BatchState, Kind, Terms
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.promotions import public as promotions

KEY_BYTES = 32


@retried
def open_shared(market: MarketId, terms: Terms, code: str, *, actor: Actor) -> Batch:
    """Open a batch of the one code that somebody chose, which everybody may use. Another market may choose it too.

    Raises UnknownPromotion, WindowIsEmpty, CodeUnfit and CodeTaken.
    """
    chosen = rules.chosen(code)
    if find_coupon(market, chosen) is not None:  # also one of before, under a key or fingerprint that is not today's
        raise CodeTaken(chosen=code[:20])
    row = _open(market, Kind.SHARED, terms, chosen, size=1, actor=actor)
    with refusals({"no_two_coupons_have_one_code": CodeTaken(chosen=code[:20])}):
        write_codes(row, 1)
    return as_batch(row)


@retried
def open_single(market: MarketId, terms: Terms, size: int, *, actor: Actor) -> Batch:
    """Open a batch of `size` codes that are used once each, by whoever comes with them.

    Only the batch is there when this returns: `make_codes` makes them. With 0 they are given out one by one (`issue`).
    Raises UnknownPromotion and WindowIsEmpty.
    """
    return as_batch(_open(market, Kind.SINGLE, terms, _new_key(), size=size, actor=actor))


@retried
def open_personal(market: MarketId, terms: Terms, *, actor: Actor) -> Batch:
    """Open a batch of codes that are given to customers, each of whom alone may use theirs, once (`issue`).

    Raises UnknownPromotion and WindowIsEmpty.
    """
    return as_batch(_open(market, Kind.PERSONAL, terms, _new_key(), size=0, actor=actor))


def _new_key() -> str:
    return secrets.token_hex(KEY_BYTES)


def _open(market: MarketId, kind: Kind, terms: Terms, key: str, *, size: int, actor: Actor) -> models.Batch:
    rules.check_window(terms)
    if promotions.get_promotion(terms.promotion).market != market:
        raise promotions.UnknownPromotion(promotion=str(terms.promotion))
    said = rules.of_kind(kind, terms)
    now = clock.now()
    row = models.Batch.objects.create(
        market_id=market,
        promotion_id=said.promotion,
        kind=kind.value,
        state=BatchState.OPEN.value,
        label=said.label,
        key=sealed.seal(key, KEYS),
        begins_at=said.begins_at,
        ends_at=said.ends_at,
        returns=said.returns,
        size=size,
        created_at=now,
        **asdict(said.limits),
    )
    event = BatchOpened(market=market, promotion=said.promotion, kind=kind.value, size=size)
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=row.version)], at=now)
    trail.record(
        "coupons.open_batch", trail.Subject("coupon batch", row.id), actor=actor, details={"size": size}, at=now
    )
    return row
