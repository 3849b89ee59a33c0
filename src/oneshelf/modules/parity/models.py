"""Tables of parity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field
from oneshelf.modules.parity.types import Aspect

ASPECT_NAMES = {
    Aspect.PRICE: _("Price"),
    Aspect.PROMOTION: _("Promotion"),
    Aspect.AVAILABILITY: _("Availability"),
    Aspect.DELIVERY: _("Delivery"),
    Aspect.PAYMENT: _("Payment methods"),
}


class Finding(models.Model):
    """A difference between channels, from when it was found until it was gone; then it is kept as history.

    Without a variant it is one of all articles.
    """

    id = id_field()
    market_id = models.UUIDField()
    variant_id = models.UUIDField(null=True)
    aspect = models.CharField(_("aspect"), max_length=12, choices=[(a.value, name) for a, name in ASPECT_NAMES.items()])
    values = models.JSONField(_("what each channel shows"))
    reasons = models.JSONField(_("reasons"), default=list)
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("gone"), null=True)
    owner_id = models.UUIDField(_("owner"), null=True)
    accepted_at = models.DateTimeField(_("meant since"), null=True)
    accepted_by = models.UUIDField(_("meant by"), null=True)
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    told_at = models.DateTimeField(_("told"), null=True)
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("difference between channels")
        verbose_name_plural = _("differences between channels")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "since"], condition=Q(ended_at=None), name="parity_finding_open"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market_id", "variant_id", "aspect"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="an_aspect_differs_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
