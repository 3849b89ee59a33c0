"""A till pays a cart that it holds: first it alone may, then the sale happens, then the cart is closed.

The order is written by checkout in one call, with the card asked before it, so the cart cannot be closed in the same
transaction. Instead the sale names itself in the cart before anything is paid. Until it says how it ended nobody can
take the cart, change it or order it; whoever repeats the sale under the same name goes on where it stopped.
"""

from __future__ import annotations

from datetime import timedelta

from oneshelf.kernel import clock
from oneshelf.kernel.transactions import retried
from oneshelf.modules.carts import models
from oneshelf.modules.carts.actions.fill import refused
from oneshelf.modules.carts.queries import MOST_LISTED
from oneshelf.modules.carts.types import LIVE_STATES, CartId, CartState, Holder, UnfinishedSale

SALE_AT_MOST = timedelta(minutes=15)
"""How long a sale can take: longer than any card terminal and any answer is waited for."""


@retried
def begin_sale(cart: CartId, sale: str, *, by: Holder) -> bool:
    """Let `sale` alone pay for a cart in `by`'s hands, and tell whether it began now.

    False says that it had begun before, and may have ended: its repetition goes on, but must not let go of the cart,
    since the first request may still be paying. Raises UnknownCart, CartElsewhere and CartBeingPaid (by another sale).
    """
    mine = models.Cart.objects.filter(id=cart, holder_kind=by.kind.value, holder_id=by.id)
    if mine.filter(state__in=LIVE_STATES, sale="").update(sale=sale, updated_at=clock.now()):
        return True
    if not mine.filter(state__in=(*LIVE_STATES, CartState.ORDERED.value), sale=sale).exists():
        raise refused(cart, by=by)
    return False


@retried
def finish_sale(cart: CartId, sale: str) -> None:
    """Close a cart that `sale` has paid. Twice is once."""
    paid = models.Cart.objects.filter(id=cart, sale=sale, state__in=LIVE_STATES)
    paid.update(state=CartState.ORDERED.value, kept_until=None, gift_message="")


@retried
def let_go(cart: CartId, sale: str) -> None:
    """Let others at a cart again that `sale` did not pay. Twice is once."""
    models.Cart.objects.filter(id=cart, sale=sale, state__in=LIVE_STATES).update(sale="", updated_at=clock.now())


def unfinished_sales() -> list[UnfinishedSale]:
    """Return sales that began SALE_AT_MOST ago and never said how they ended, oldest first: MOST_LISTED at most."""
    rows = models.Cart.objects.exclude(sale="").filter(
        state__in=LIVE_STATES, updated_at__lte=clock.now() - SALE_AT_MOST
    )
    found = rows.order_by("updated_at").values_list("id", "sale")[:MOST_LISTED]
    return [UnfinishedSale(CartId(cart), sale) for cart, sale in found]
