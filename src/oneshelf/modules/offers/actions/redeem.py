"""Writing down which order used a coupon that an offer gave: from which channel to which, and what it brought."""

from __future__ import annotations

from uuid import UUID

from oneshelf.kernel import clock
from oneshelf.kernel.money import Money
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.transactions import retried
from oneshelf.modules.coupons.public import CouponId
from oneshelf.modules.offers import models
from oneshelf.modules.offers.events import CouponRedeemed, RedemptionUndone
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import Order, OrderId


@retried
def redeem(coupon: CouponId, order: OrderId) -> bool:
    """Write down that an order used a coupon; False when no offer gave it, or that is written down already.

    Its time is that of the order. Raises UnknownOrder.
    """
    row = models.Award.objects.select_for_update().filter(coupon_id=coupon, used_order_id__isnull=True).first()
    if row is None:
        return False
    used = orders.get_order(order)
    row.used_order_id, row.used_channel_id, row.used_at = order, used.summary.channel, used.summary.placed_at
    row.revenue, row.discount = used.summary.total.minor, taken_off(used, coupon)
    row.version += 1
    row.save()
    currency = used.summary.currency
    event = CouponRedeemed(
        market=row.market_id,
        offer=row.offer_id,
        order=order,
        revenue=Money(row.revenue, currency),
        discount=Money(row.discount, currency),
    )
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=row.version)], at=clock.now())
    return True


@retried
def undo_redemption(coupon: CouponId, order: UUID) -> bool:
    """Write down that an order gave back its use of a coupon; False when nothing was written down of it."""
    row = models.Award.objects.select_for_update().filter(coupon_id=coupon, used_order_id=order).first()
    if row is None:
        return False
    row.used_order_id = row.used_channel_id = row.used_at = None
    row.revenue = row.discount = 0
    row.version += 1
    row.save()
    event = RedemptionUndone(market=row.market_id, offer=row.offer_id, order=order)
    outbox.emit([outbox.Draft(event, aggregate=row.id, sequence=row.version)], at=clock.now())
    return True


def taken_off(order: Order, coupon: CouponId) -> int:
    """Return what a coupon took off an order, in minor units: of what several took off together, its share."""
    return sum(-each.amount.minor // len(each.coupons) for each in order.adjustments if coupon in each.coupons)
