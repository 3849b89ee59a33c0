"""Tables of pricing."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.temporal import NeverOverlaps
from oneshelf.modules.pricing.types import BASE
from oneshelf.modules.pricing.types.changes import BUSY, ChangeState, RowState


class Starts(Func):
    """The beginning of a range of instants."""

    function = "lower"
    output_field = models.DateTimeField()


class PriceList(models.Model):
    """The prices of a market in one currency: of every sale (the base list, rank 0), or of those in a scope."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    code = models.TextField(_("code"), default=BASE)
    currency = models.CharField(_("currency"), max_length=3)
    name = models.CharField(pgettext_lazy("of a list", "name"), max_length=100, blank=True, default="", db_default="")
    rank = models.IntegerField(_("rank"), default=0, db_default=0)
    channel = reference("markets.Channel", verbose_name=_("channel"), null=True, blank=True, db_index=False)
    place = reference("places.Place", verbose_name=_("place"), null=True, blank=True, db_index=False)
    group = reference("customers.Group", verbose_name=_("customer group"), null=True, blank=True, db_index=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        db_table = "pricing_price_list"
        verbose_name = _("price list")
        verbose_name_plural = _("price lists")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="price_list_is_one_a_market_and_code"),
            models.UniqueConstraint(
                fields=["market", "rank"], condition=Q(rank__gt=0, archived_at=None), name="price_lists_ranks_differ"
            ),
            models.CheckConstraint(
                condition=Q(code=BASE, rank=0, channel=None, place=None, group=None) | (~Q(code=BASE) & Q(rank__gt=0)),
                name="price_list_below_all_is_the_base",
            ),
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


class Change(models.Model):
    """A change of many prices at once; its rows say what becomes of each article."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    price_list = reference("pricing.PriceList", verbose_name=_("price list"), db_index=False)
    name = models.CharField(pgettext_lazy("of a change", "name"), max_length=100)
    how = models.JSONField(_("how"))
    starts = models.DateTimeField(_("from"), null=True, blank=True)
    ends = models.DateTimeField(_("until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=16, default=ChangeState.PREPARING.value)
    version = models.IntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("price change")
        verbose_name_plural = _("price changes")
        indexes: ClassVar = [
            models.Index(fields=["market", "-id"], name="pricing_change_by_market"),
            models.Index(
                fields=["id"], condition=Q(state__in=[each.value for each in BUSY]), name="pricing_change_to_go_on"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in ChangeState]), name="price_change_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChangeRow(models.Model):
    """What a change does to one article. `given` is its own new amount, `price` the window that was written.

    `found` is what it cost in its place when somebody had changed it meanwhile.
    """

    pk = models.CompositePrimaryKey("change_id", "variant_id")
    change = reference("pricing.Change", verbose_name=_("price change"), db_index=False)
    variant_id = models.UUIDField(_("variant"))
    given = models.BigIntegerField(null=True)
    old_amount = models.BigIntegerField(null=True)
    old_per = models.IntegerField(null=True)
    amount = models.BigIntegerField(null=True)
    per = models.IntegerField(null=True)
    state = models.CharField(_("state"), max_length=8, default=RowState.CHOSEN.value)
    problem = models.CharField(max_length=16, default="", blank=True)
    price_id = models.UUIDField(null=True)
    found_amount = models.BigIntegerField(null=True)
    found_per = models.IntegerField(null=True)

    class Meta:
        db_table = "pricing_change_row"
        verbose_name = _("row of a price change")
        verbose_name_plural = _("rows of price changes")
        indexes: ClassVar = [
            models.Index(fields=["change", "state", "variant_id"], name="pricing_change_row_by_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[each.value for each in RowState]), name="price_change_row_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0, per__gt=0), name="price_change_is_never_negative"
            ),
        ]
