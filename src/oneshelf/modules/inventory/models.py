"""Tables of stock. Hot ones carry plain ids instead of foreign keys: the audit proves them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field
from oneshelf.modules.inventory.types import AdjustmentReason, Owner, ReservationState


class StockLevel(models.Model):
    """What one counted place has of one variant. Maintained with the movements and reservations that change it."""

    pk = models.CompositePrimaryKey("market_id", "variant_id", "place_id")
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    place_id = models.UUIDField()
    on_hand = models.BigIntegerField(_("on hand"), default=0, db_default=0)
    reserved = models.BigIntegerField(_("reserved"), default=0, db_default=0)
    allowed_backorder = models.BigIntegerField(_("allowed backorder"), default=0, db_default=0)

    class Meta:
        db_table = "inventory_level"
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        indexes: ClassVar = [models.Index(fields=["market_id", "place_id"], name="inventory_level_place")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reserved__lte=F("on_hand") + F("allowed_backorder")), name="stock_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(on_hand__gte=0, reserved__gte=0, allowed_backorder__gte=0), name="stock_never_negative"
            ),
        ]


class StockMovement(models.Model):
    """One entry of the append-only stock ledger; partitioned by the month of its cause's instant."""

    id = id_field()
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    from_place_id = models.UUIDField()
    to_place_id = models.UUIDField()
    quantity = models.BigIntegerField()
    cause_kind = models.CharField(max_length=20)
    cause_id = models.UUIDField()
    cause_line = models.IntegerField()
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_movement"
        managed = False
        verbose_name = _("stock movement")
        verbose_name_plural = _("stock movements")


class Reservation(models.Model):
    """Units of one place promised to a checkout (until it expires) or to an order (for good).

    One unit of the owner's line takes `per` of these: more than one for a component of a kit.
    """

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    quantity = models.BigIntegerField()
    per = models.BigIntegerField(db_default=1)
    owner_kind = models.CharField(max_length=10, choices=[(o.value, o.value) for o in Owner])
    owner_id = models.UUIDField()
    owner_line = models.IntegerField()
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in ReservationState])
    expires_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inventory_reservation"
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        indexes: ClassVar = [
            models.Index(fields=["owner_id"], name="inventory_reservation_owner"),
            models.Index(
                fields=["market_id", "variant_id", "place_id", "expires_at"],
                condition=Q(state="held"),
                name="inventory_reservation_expiring",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="reservation_of_something"),
            models.CheckConstraint(
                condition=Q(state="held", expires_at__isnull=False) | ~Q(state="held"), name="hold_has_an_expiry"
            ),
        ]


class StockAdjustment(models.Model):
    """A correction by a person: who, why, how much; its id is the cause of the movement."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    change = models.BigIntegerField(_("change"))
    reason = models.CharField(_("reason"), max_length=20, choices=[(r.value, r.value) for r in AdjustmentReason])
    actor_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_adjustment"
        verbose_name = _("stock adjustment")
        verbose_name_plural = _("stock adjustments")
