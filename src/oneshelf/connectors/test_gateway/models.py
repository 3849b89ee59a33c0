"""The gateway's own book, as a real provider would keep it outside our house."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference


class Charge(models.Model):
    """What one payment asked for and what the gateway did; a voided one without a token was voided unseen."""

    id = id_field()
    payment_id = models.UUIDField(_("payment"), unique=True)
    token = models.CharField(_("token"), max_length=50, blank=True)
    amount = models.BigIntegerField(_("amount"))
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    state = models.CharField(_("state"), max_length=10)
    captured = models.BigIntegerField(_("captured"), default=0, db_default=0)
    refunded = models.BigIntegerField(_("refunded"), default=0, db_default=0)
    created_at = models.DateTimeField(_("time"))
    reported_at = models.DateTimeField(_("reported"), null=True)

    class Meta:
        verbose_name = _("charge")
        verbose_name_plural = _("charges")
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=Q(token="tok_delay", reported_at__isnull=True),  # noqa: S106  a name, no secret
                name="test_gateway_unreported",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(captured__lte=F("amount"), refunded__lte=F("captured"), refunded__gte=0),
                name="gateway_gives_back_what_it_took",
            ),
        ]


class Refund(models.Model):
    """What the gateway gave back of a charge, once for each cause."""

    id = id_field()
    charge = reference("test_gateway.Charge", db_index=False)  # the constraint below leads with it
    cause_id = models.UUIDField(_("cause"))
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        verbose_name = _("refund by the gateway")
        verbose_name_plural = _("refunds by the gateway")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["charge", "cause_id"], name="gateway_refunds_a_cause_once"),
        ]
