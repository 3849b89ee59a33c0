"""Letting go of what a checkout holds that nobody goes on with."""

from __future__ import annotations

from oneshelf.kernel import clock, sql
from oneshelf.kernel.transactions import retried
from oneshelf.modules.checkout.actions.take_uses import release_uses
from oneshelf.modules.checkout.queries import get_checkout
from oneshelf.modules.checkout.types import CheckoutId
from oneshelf.modules.inventory import public as inventory
from oneshelf.modules.sourcing import public as sourcing

_LET_GO = sql.statement(__name__, "let_go")


@retried
def let_go(checkout: CheckoutId) -> None:
    """End an open checkout at once, and free its goods, its room and its coupons; one that has ended is left as it is.

    For whoever began it and was refused: nobody else waits until its time is over. Money that it holds goes back by
    the job for what is stranded. Raises UnknownCheckout.
    """
    found = get_checkout(checkout)
    if _LET_GO.execute(checkout=checkout, at=clock.now()):
        release_uses(found)
        inventory.release(inventory.Owner.CHECKOUT, checkout)
        sourcing.release_capacity(found.order)
