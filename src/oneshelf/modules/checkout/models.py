"""Tables of checkout."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.checkout.types import CheckoutState


class Checkout(models.Model):
    """A basket on its way to an order. `quote`, `parcels` and `contact` are JSON that only Python reads, `decision` why
    its places send it, for the statement that places the order.

    One that has ended holds no contact: the order has it, and erases it. A week after its start it is forgotten.
    """

    id = id_field()
    market_id = models.UUIDField()
    channel_id = models.UUIDField()
    cart_id = models.UUIDField(null=True)
    customer_id = models.UUIDField(null=True)
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, s.value) for s in CheckoutState])
    version = models.IntegerField(db_default=1)
    quote = models.TextField()
    method = models.CharField(max_length=10, blank=True, db_default="")
    place_id = models.UUIDField(null=True)
    parcels = models.TextField(blank=True, db_default="")
    promised_by = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, db_default="")
    contact = models.TextField(blank=True, db_default="")
    payment_id = models.UUIDField(null=True)
    order_id = models.UUIDField()
    expires_at = models.DateTimeField()
    gift = models.TextField(null=True)  # noqa: DJ001 - None is no present, '' one without a message
    staff_id = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], condition=Q(state="open"), name="checkout_open_by_expiry"),
            models.Index(
                fields=["cart_id"], condition=Q(state="open", cart_id__isnull=False), name="checkout_open_of_cart"
            ),
        ]


class DeliveryRate(models.Model):
    """What shipping cost in a market before delivery had services. Nobody reads it: a rate became its market's standard
    service, and the table stays until no process of the version before can be running.
    """

    id = id_field()
    market = reference("markets.Market")
    amount = models.BigIntegerField(_("amount in minor units"))
    free_from = models.BigIntegerField(_("free from this amount in minor units"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery rate")
        verbose_name_plural = _("delivery rates")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market"], name="one_delivery_rate_a_market"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="delivery_never_pays_the_shopper"),
        ]

    def __str__(self) -> str:
        return str(self.amount)
