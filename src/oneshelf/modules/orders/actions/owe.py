"""Letting an order be paid later than it is placed."""

from __future__ import annotations

from datetime import datetime

from oneshelf.kernel import sql
from oneshelf.modules.fulfilment import public as fulfilment
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import rules
from oneshelf.modules.orders.errors import TooManyUnpaid
from oneshelf.modules.orders.queries import secret
from oneshelf.modules.orders.types import OrderId, Terms

_OWE = sql.statement(__name__, "owe")
_TAKE_TURN = sql.statement(__name__, "take_turn")


def pay_at_collection(order: OrderId, market: MarketId, email: str, *, most_open: int | None, at: datetime) -> None:
    """Let an order be paid when it is collected, in the transaction that writes it: its goods go against payment only.

    Whoever has `most_open` such orders under way in the market, by their e-mail, gets no further one: each takes the
    lowest turn that is free, of which there are so many. Raises TooManyUnpaid.
    """
    given = {"order": order, "terms": Terms.AT_COLLECTION, "at": at}
    if most_open is None:
        _OWE.execute(**given)
    else:
        buyer = rules.buyer_of(email, key=secret())
        # A turn that a simultaneous order was faster to take is taken: each lost try is an order more of theirs.
        if not any(_TAKE_TURN.execute(market=market, buyer=buyer, turns=most_open, **given) for _ in range(most_open)):
            raise TooManyUnpaid(most=most_open)
    fulfilment.keep_against_payment(order)


def pay_on_account(order: OrderId, *, at: datetime) -> None:
    """Let an order be paid by invoice, in the transaction that writes it; its goods go as those of any other order."""
    _OWE.execute(order=order, terms=Terms.ON_ACCOUNT, at=at)
