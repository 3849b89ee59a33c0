"""Tables of what units are made of. They are written as hot tables are: plain ids, proved by the audit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field
from oneshelf.modules.lots.types import Act, Condition


class Lot(models.Model):
    """A batch of a variant's units with one date of expiry, or one unit with a serial number."""

    id = id_field()
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    code = models.CharField(_("code"), max_length=48)
    is_serial = models.BooleanField(_("serial number"))
    expires_on = models.DateField(_("expires"), null=True)
    sell_until = models.DateTimeField(_("sold until"), null=True)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        indexes: ClassVar = [models.Index(fields=["market_id", "code"], name="lots_lot_called")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market_id", "variant_id", "is_serial", "code"], name="lot_code_is_its_own"
            ),
        ]


class Part(models.Model):
    """Units of a variant at a place that share bin, lot and condition. Changed only by who holds their level's row."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    bin_id = models.UUIDField(null=True)
    lot_id = models.UUIDField(null=True)
    serial = models.BooleanField()
    condition = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Condition])
    quantity = models.BigIntegerField()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        indexes: ClassVar = [models.Index(fields=["lot_id"], name="lots_part_of_lot")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["market_id", "place_id", "variant_id", "bin_id", "lot_id", "condition"],
                nulls_distinct=False,
                name="part_is_one_row",
            ),
            models.UniqueConstraint(fields=["lot_id"], condition=Q(serial=True), name="serial_in_one_place_at_a_time"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="part_of_something"),
            models.CheckConstraint(
                condition=Q(serial=False) | Q(quantity=1, lot_id__isnull=False), name="serial_is_one_unit"
            ),
        ]


class Entry(models.Model):
    """One change of a part, append-only; partitioned by the month of its cause's instant."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    bin_id = models.UUIDField(null=True)
    lot_id = models.UUIDField(null=True)
    condition = models.CharField(max_length=10)
    change = models.BigIntegerField()
    told = models.BooleanField()
    cause_kind = models.CharField(max_length=20)
    cause_id = models.UUIDField()
    cause_line = models.IntegerField()
    occurred_at = models.DateTimeField()

    class Meta:
        managed = False
        verbose_name = _("entry")
        verbose_name_plural = _("entries")


class Told(models.Model):
    """What somebody said, beforehand, a cause's line is made of. It goes when the cause moves."""

    id = id_field()
    cause_id = models.UUIDField()
    cause_line = models.IntegerField()
    variant_id = models.UUIDField()
    lot_id = models.UUIDField(null=True)
    from_bin_id = models.UUIDField(null=True)
    to_bin_id = models.UUIDField(null=True)
    from_condition = models.CharField(max_length=10, blank=True, default="")
    condition = models.CharField(max_length=10, blank=True, default="")
    quantity = models.BigIntegerField()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        indexes: ClassVar = [models.Index(fields=["cause_id", "variant_id"], name="lots_told_of_cause")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(quantity__gt=0), name="told_of_something")]


class Home(models.Model):
    """The bin in which a picker finds a variant at a place."""

    pk = models.CompositePrimaryKey("place_id", "variant_id")
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    bin_id = models.UUIDField()

    class Meta:
        verbose_name = _("home bin")
        verbose_name_plural = _("home bins")
        indexes: ClassVar = [models.Index(fields=["bin_id"], name="lots_home_in_bin")]


class Inspection(models.Model):
    """What a person did with goods that are kept apart; its id is the cause of what moved."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    quantity = models.BigIntegerField()
    act = models.CharField(max_length=20, choices=[(a.value, a.value) for a in Act])
    condition = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Condition])
    reason = models.CharField(max_length=200, blank=True, default="")
    actor_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        indexes: ClassVar = [
            models.Index(fields=["place_id", "variant_id", "occurred_at"], name="lots_inspection_of_key")
        ]
