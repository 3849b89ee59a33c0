"""Tables of stock. Hot ones carry plain ids instead of foreign keys: the audit proves them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field
from oneshelf.kernel.temporal import NeverOverlaps
from oneshelf.modules.inventory.types import (
    AdjustmentReason,
    Owner,
    ReservationState,
)
from oneshelf.modules.inventory.types.ahead import AheadKind

AHEAD_NAMES = {AheadKind.PREORDER: _("Pre-order"), AheadKind.BACKORDER: _("Back-order")}
"""What people call the ways in which goods are sold ahead."""


class Ends(Func):
    """The end of a range of instants."""

    function = "upper"
    output_field = models.DateTimeField()


class StockLevel(models.Model):
    """What one counted place has of one variant. Maintained with the movements and reservations that change it."""

    pk = models.CompositePrimaryKey("market_id", "variant_id", "place_id")
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    place_id = models.UUIDField()
    on_hand = models.BigIntegerField(_("on hand"), default=0, db_default=0)
    reserved = models.BigIntegerField(_("reserved"), default=0, db_default=0)
    allowed_backorder = models.BigIntegerField(_("allowed backorder"), default=0, db_default=0)
    fenced = models.BigIntegerField(_("fenced"), default=0, db_default=0)
    tracked = models.BooleanField(_("units are told apart"), default=False, db_default=False)

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
            models.CheckConstraint(
                condition=Q(fenced__gte=0, fenced__lte=F("on_hand") + F("allowed_backorder") - F("reserved")),
                name="fenced_units_are_there",
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
    """Units of one place promised to a cart or checkout (until it expires) or to an order (for good).

    One unit of the owner's line takes `per` of these: more than one for a component of a kit. `from_fence` of them were
    drawn from the fence `fence_id`, to which they go back when they are released. Units promised `ahead` wait for
    goods.
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
    ahead = models.BooleanField(default=False, db_default=False)
    fence_id = models.UUIDField(null=True)
    from_fence = models.BigIntegerField(default=0, db_default=0)

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
            models.Index(
                fields=["market_id", "variant_id", "place_id"],
                condition=Q(ahead=True),
                name="inventory_reservation_ahead",
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


class BufferRule(models.Model):
    """How many units are kept back wherever it applies; what is not named applies to all.

    `scope` spells out what the rule names, so that two rules for the same never hold at the same moment.
    """

    id = id_field()
    market_id = models.UUIDField()
    scope = models.TextField(editable=False)
    channel_id = models.UUIDField(null=True)
    place_id = models.UUIDField(null=True)
    category_path = models.TextField(default="", db_default="", db_collation="C")
    product_id = models.UUIDField(null=True)
    variant_id = models.UUIDField(null=True)
    units = models.BigIntegerField(_("units"), null=True)
    percent = models.IntegerField(_("hundredths of a percent of what is on hand"), null=True)
    hard = models.BooleanField(_("hard"), default=False, db_default=False)
    valid = DateTimeRangeField(_("valid"))
    note = models.TextField(_("note"), default="", db_default="")
    version = models.IntegerField(default=1, db_default=1)
    updated_by = models.UUIDField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_rule"
        verbose_name = _("buffer rule")
        verbose_name_plural = _("buffer rules")
        indexes: ClassVar = [models.Index(Ends(F("valid")), F("market_id"), name="inventory_rule_current")]
        constraints: ClassVar = [
            NeverOverlaps(keys=["market_id", "scope"], during="valid", name="buffer_rules_never_compete"),
            models.CheckConstraint(
                condition=Q(units__gte=0, percent__isnull=True) | Q(units__isnull=True, percent__range=(0, 10_000)),
                name="buffer_is_units_or_percent",
            ),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False),
                name="buffer_rule_is_half_open",
            ),
        ]


class Fence(models.Model):
    """Units of one level set apart for a channel: of `quantity`, `remaining` lie ready and `drawn` were promised by it.

    Changed only by who holds the row of its level. `lifted_at` ends it.
    """

    id = id_field()
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    place_id = models.UUIDField()
    channel_id = models.UUIDField()
    quantity = models.BigIntegerField(_("quantity"))
    remaining = models.BigIntegerField(_("remaining"), default=0, db_default=0)
    drawn = models.BigIntegerField(_("drawn"), default=0, db_default=0)
    valid = DateTimeRangeField(_("valid"))
    note = models.TextField(_("note"), default="", db_default="")
    set_by = models.UUIDField(null=True)
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inventory_fence"
        verbose_name = _("fence")
        verbose_name_plural = _("fences")
        indexes: ClassVar = [
            models.Index(
                fields=["market_id", "variant_id", "place_id"],
                condition=Q(lifted_at__isnull=True),
                name="inventory_fence_open",
            ),
        ]
        constraints: ClassVar = [
            NeverOverlaps(
                keys=["market_id", "variant_id", "place_id", "channel_id"],
                during="valid",
                name="fences_of_a_channel_never_overlap",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, remaining__gte=0, drawn__gte=0, quantity__gte=F("remaining") + F("drawn")),
                name="fence_holds_what_it_may",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(remaining=0), name="lifted_fence_holds_nothing"
            ),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False),
                name="fence_is_half_open",
            ),
        ]


class Incoming(models.Model):
    """Units that a purchase order, a transfer or another source is expected to bring."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    source_kind = models.CharField(max_length=20)
    source_id = models.UUIDField()
    source_line = models.IntegerField()
    expected_on = models.DateField()
    quantity = models.BigIntegerField()

    class Meta:
        db_table = "inventory_incoming"
        verbose_name = _("incoming stock")
        verbose_name_plural = _("incoming stock")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "variant_id", "place_id", "expected_on"], name="inventory_incoming_key"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_id", "source_kind", "source_line", "variant_id"], name="incoming_once_a_line"
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="incoming_of_something"),
        ]


class AheadRule(models.Model):
    """What may be promised of one level before it is there: at most `units` beyond the shelf, while it is valid."""

    id = id_field()
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    place_id = models.UUIDField()
    kind = models.CharField(_("kind"), max_length=10, choices=[(k.value, name) for k, name in AHEAD_NAMES.items()])
    units = models.BigIntegerField(_("units"))
    expected_on = models.DateField(_("expected on"), null=True)
    lead_days = models.IntegerField(_("days until it comes"), null=True)
    valid = DateTimeRangeField(_("valid"))
    note = models.TextField(_("note"), default="", db_default="")
    version = models.IntegerField(default=1, db_default=1)
    updated_by = models.UUIDField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_ahead"
        verbose_name = _("sale ahead of the goods")
        verbose_name_plural = _("sales ahead of the goods")
        constraints: ClassVar = [
            NeverOverlaps(
                keys=["market_id", "variant_id", "place_id"], during="valid", name="goods_are_sold_ahead_in_one_way"
            ),
            models.CheckConstraint(
                condition=Q(units__gte=1) & (Q(lead_days__isnull=True) | Q(lead_days__range=(1, 365))),
                name="sold_ahead_within_bounds",
            ),
            models.CheckConstraint(
                condition=Q(kind="backorder") | Q(kind="preorder", expected_on__isnull=False),
                name="preorders_know_their_day",
            ),
            models.CheckConstraint(
                condition=Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False),
                name="sale_ahead_is_half_open",
            ),
        ]


class HotVariant(models.Model):
    """A variant for which many ask at once: holds of it are granted by groups, in order of arrival."""

    pk = models.CompositePrimaryKey("market_id", "variant_id")
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        db_table = "inventory_hot_variant"
        verbose_name = _("hot variant")
        verbose_name_plural = _("hot variants")


class StockRejection(models.Model):
    """Somebody looked for promised units on the shelf and did not find them."""

    id = id_field()
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    place_id = models.UUIDField()
    quantity = models.BigIntegerField()
    cause_id = models.UUIDField()
    occurred_at = models.DateTimeField()

    class Meta:
        db_table = "inventory_rejection"
        verbose_name = _("rejection")
        verbose_name_plural = _("rejections")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause_id", "variant_id", "place_id"], name="rejection_once_a_cause"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["occurred_at"], name="inventory_rejection_recent"),
            models.Index(fields=["market_id", "variant_id", "occurred_at"], name="inventory_rejection_of_variant"),
        ]


class Confidence(models.Model):
    """How far a level may be trusted, 0 to 100, and the buffer that this suggests. Renewed each night."""

    pk = models.CompositePrimaryKey("market_id", "variant_id", "place_id")
    market_id = models.UUIDField()
    variant_id = models.UUIDField()
    place_id = models.UUIDField()
    counted_at = models.DateTimeField(null=True)
    rejections = models.IntegerField(default=0, db_default=0)
    moved = models.BigIntegerField(default=0, db_default=0)
    score = models.SmallIntegerField(null=True)
    suggested = models.BigIntegerField(default=0, db_default=0)
    computed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "inventory_confidence"
        verbose_name = _("confidence")
        verbose_name_plural = _("confidence")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "place_id", "score"], name="inventory_confidence_place"),
            models.Index(
                fields=["market_id", "variant_id", "place_id"],
                include=["score"],
                condition=Q(score__lt=80),
                name="inventory_confidence_doubted",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="score_is_percent"),
        ]
