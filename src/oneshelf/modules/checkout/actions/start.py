"""Starting a checkout: the basket is quoted, nothing is held yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

import msgspec

from oneshelf.kernel import clock, sql
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts.public import CartId, Gift
from oneshelf.modules.catalogue.public import VariantId, VariantSnapshot
from oneshelf.modules.checkout.queries import quote
from oneshelf.modules.checkout.types import Checkout, CheckoutId, CheckoutState, Wanted
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import ChannelId, Market
from oneshelf.modules.orders.public import OrderId
from oneshelf.modules.pricing.public import Buyer, compiled

OPEN_FOR = timedelta(minutes=15)
"""How long a checkout may take from its last step, and how long it holds its goods."""

OPEN_AT_MOST = timedelta(hours=1)
"""How long a checkout may take from its start, however many steps it has: nobody blocks stock, or a price, for ever."""

_START = sql.statement(__name__, "start")
_NOTE_WISHES = sql.statement(__name__, "note_wishes")


def start(
    market: Market,
    channel: ChannelId,
    lines: Iterable[Wanted],
    *,
    customer: CustomerId | None = None,
    cart: CartId | None = None,
    snapshots: Mapping[VariantId, VariantSnapshot] | None = None,
    gift: Gift | None = None,
    staff: UUID | None = None,
    coupons: tuple[compiled.Coupon, ...] = (),
) -> Checkout:
    """Quote a basket and open a checkout for it; `snapshots`, if at hand, spare a statement.

    A `gift` and the member of `staff` who prepared the basket are kept for the order; `coupons` are handed in.
    Raises what `quote` raises; writes nothing then.
    """
    checkout = Checkout(
        id=CheckoutId(new_id()),
        market=market.id,
        channel=channel,
        cart=cart,
        customer=customer,
        state=CheckoutState.OPEN,
        version=1,
        quote=quote(market, lines, snapshots, Buyer(channel=channel, customer=customer), coupons=coupons),
        method=None,
        place=None,
        parcels=(),
        promised_by=None,
        contact=None,
        payment=None,
        order=OrderId(new_id()),
        expires_at=clock.now() + OPEN_FOR,
        gift=gift.message if gift else None,
        staff=staff,
    )
    if gift is None and staff is None:
        _open(checkout)
    else:
        _open_with_wishes(checkout)
    return checkout


@retried
def _open_with_wishes(checkout: Checkout) -> None:
    """Open a checkout that has more to remember; others do not wait for a second statement."""
    _open(checkout)
    _NOTE_WISHES.execute(checkout=checkout.id, gift=checkout.gift, staff=checkout.staff)


def _open(checkout: Checkout) -> None:
    _START.execute(
        checkout=checkout.id,
        market=checkout.market,
        channel=checkout.channel,
        cart=checkout.cart,
        customer=checkout.customer,
        quote=msgspec.json.encode(checkout.quote).decode(),
        order=checkout.order,
        expires=checkout.expires_at,
    )
