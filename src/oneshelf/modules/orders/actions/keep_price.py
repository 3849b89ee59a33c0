"""Keeping why an order costs what it does."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from oneshelf.kernel import sql
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders.types import Adjustment, OrderId
from oneshelf.modules.pricing.public import Sealed

PROMOTION, TAX_RELIEF = "promotion", "tax_relief"
"""The kinds of adjustments that checkout writes: by a rule, and the tax that an exempt buyer is not charged."""

_KEEP = sql.statement(__name__, "keep_adjustments")
_KEEP_PROOF = sql.statement(__name__, "keep_proof")
_KEEP_AMENDED = sql.statement(__name__, "keep_amended_proof")


def keep_price(order: OrderId, market: MarketId, adjustments: Sequence[Adjustment], sealed: Sealed | None) -> None:
    """Keep what was taken off an order's lines and why, and how that was worked out, in the transaction that writes it.

    Its lines and delivery cost what is left already.
    """
    if adjustments:
        _KEEP.execute(
            order=order,
            market=market,
            lines=[each.line for each in adjustments],
            kinds=[each.kind for each in adjustments],
            labels=[each.label for each in adjustments],
            amounts=[each.amount.minor for each in adjustments],
            rules=[each.rule for each in adjustments],
            versions=[each.version for each in adjustments],
            coupons=[",".join(map(str, each.coupons)) for each in adjustments],
        )
    if sealed is not None:
        text = msgspec.json.encode(sealed).decode()
        _KEEP_PROOF.execute(order=order, market=market, kernel=sealed.kernel, proof=sealed.proof, sealed=text)


def keep_amended_price(order: OrderId, market: MarketId, amendment: UUID, sealed: Sealed) -> None:
    """Keep how the price of what a change added to an order was worked out, in the transaction of the change."""
    _KEEP_AMENDED.execute(
        amendment=amendment,
        order=order,
        market=market,
        kernel=sealed.kernel,
        proof=sealed.proof,
        sealed=msgspec.json.encode(sealed).decode(),
    )
