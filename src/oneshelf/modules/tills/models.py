"""Tables of tills."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference


class Till(models.Model):
    """A device that may sell. Its secret is kept as a hash; `last_digest` ends its chain of receipts."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    place = reference("places.Place", verbose_name=_("place"))
    channel = reference("markets.Channel", verbose_name=_("channel"))
    name = models.CharField(_("name"), max_length=60)
    token_hash = models.BinaryField(editable=False)
    receipts = models.BigIntegerField(_("receipts"), default=0, db_default=0, editable=False)
    last_digest = models.CharField(max_length=64, blank=True, default="", db_default="", editable=False)
    archived_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("till")
        verbose_name_plural = _("tills")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "name"], name="till_name_is_unique_in_its_place"),
            models.UniqueConstraint(fields=["token_hash"], name="till_secret_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Receipt(models.Model):
    """The document of one sale, or of money that was taken for a consignment of an order. Never changed."""

    id = id_field()
    till = reference("tills.Till")
    number = models.BigIntegerField(_("number"))
    order_id = models.UUIDField()
    consignment_id = models.UUIDField(null=True, editable=False)
    staff_id = models.UUIDField(null=True, editable=False)
    lines = models.IntegerField(null=True, editable=False)
    total = models.BigIntegerField(_("total"))
    currency = models.CharField(max_length=3)
    cash_given = models.BigIntegerField(_("cash given"), null=True, blank=True)
    issued_at = models.DateTimeField(_("issued"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["till", "number"], name="receipt_numbers_are_unique_at_a_till"),
            models.UniqueConstraint(
                fields=["order_id"], condition=Q(consignment_id__isnull=True), name="a_sale_has_one_receipt"
            ),
            models.UniqueConstraint(
                fields=["consignment_id"],
                condition=Q(consignment_id__isnull=False),
                name="what_is_collected_has_one_receipt",
            ),
        ]
