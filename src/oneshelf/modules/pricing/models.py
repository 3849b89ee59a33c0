"""Tables of pricing."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.temporal import NeverOverlaps

BASE = "base"
"""The code of the list that every channel of a market sells by."""


class Starts(Func):
    """The beginning of a range of instants."""

    function = "lower"
    output_field = models.DateTimeField()


class PriceList(models.Model):
    """The prices of a market in one currency."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    code = models.TextField(_("code"), default=BASE)
    currency = models.CharField(_("currency"), max_length=3)

    class Meta:
        db_table = "pricing_price_list"
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="price_list_is_one_a_market_and_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Price(models.Model):
    """What a variant costs during `valid`. Variants are plain ids: lists are long, and a load fills them in bulk.

    `announced` tells whether its beginning has been told as an event; `displaced` what a planned price replaced.
    """

    id = id_field()
    market_id = models.UUIDField(_("market"))
    price_list = reference("pricing.PriceList", verbose_name=_("price list"), db_index=False)
    variant_id = models.UUIDField(_("variant"))
    amount = models.BigIntegerField(_("amount (minor units)"))
    per = models.IntegerField(_("for so many smallest units"), default=1)
    valid = DateTimeRangeField(_("valid"))
    resumed = models.BooleanField(_("goes on after another"), default=False, db_default=False)
    displaced = models.JSONField(_("displaced"), default=list, db_default=models.Value([], models.JSONField()))
    announced = models.BooleanField(_("announced"), default=True, db_default=True)

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        indexes: ClassVar = [
            models.Index(Starts(F("valid")), condition=Q(announced=False), name="pricing_price_to_announce"),
            models.Index("variant_id", "price_list", Starts(F("valid")), name="pricing_price_by_beginning"),
        ]
        constraints: ClassVar = [
            NeverOverlaps(keys=["price_list", "variant_id"], during="valid", name="price_windows_never_overlap"),
            models.CheckConstraint(condition=Q(amount__gte=0, per__gt=0), name="price_is_never_negative"),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False),
                name="price_window_is_half_open",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
