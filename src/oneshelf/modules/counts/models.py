"""Tables of counts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.quantity import Unit
from oneshelf.modules.counts.types import AdjustmentState, Basis, CountState, LineState
from oneshelf.modules.inventory.public import AdjustmentReason


class Count(models.Model):
    """A list of articles that is counted at one place."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    number = models.CharField(max_length=8)
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=10, choices=[(b.value, b.value) for b in Basis])
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in CountState])
    recount_units = models.BigIntegerField()
    recount_percent = models.IntegerField()
    recount_value = models.BigIntegerField()
    due_on = models.DateField()
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1, db_default=1)
    made_up = ArrayField(models.CharField(max_length=40), default=list, blank=True)

    class Meta:
        verbose_name = _("count")
        verbose_name_plural = _("counts")
        indexes: ClassVar = [
            models.Index(fields=["place_id", "due_on"], condition=Q(state="open"), name="counts_to_do"),
            models.Index(fields=["market_id", "id"], name="counts_latest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market_id", "number"], name="counts_number_is_given_once"),
        ]

    def __str__(self) -> str:
        return self.number


class CountLine(models.Model):
    """An article of a count."""

    id = id_field()
    count = reference("counts.Count", db_index=False)
    line = models.IntegerField()
    variant_id = models.UUIDField()
    title = models.TextField()
    sku = models.CharField(max_length=100)
    unit = models.CharField(max_length=4, choices=[(u.value, u.value) for u in Unit])
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in LineState],
        default=LineState.OPEN.value,
        db_default=LineState.OPEN.value,
    )
    expected = models.BigIntegerField(null=True)
    counted = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "counts_line"
        verbose_name = _("count line")
        verbose_name_plural = _("count lines")
        ordering: ClassVar = ["line"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["count", "line"], name="counts_line_stands_once"),
            models.UniqueConstraint(fields=["count", "variant_id"], name="counts_article_stands_once"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(counted__gte=0, expected__isnull=False, counted_at__isnull=False),
                name="counts_agreed_lines_have_figures",
            ),
        ]


class Tally(models.Model):
    """What one person counts of a line: each person once."""

    id = id_field()
    line = reference("counts.CountLine", db_index=False)
    counter_id = models.UUIDField()
    quantity = models.BigIntegerField(default=0)
    expected = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField(null=True)
    last_scan = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["line", "counter_id"], name="counts_each_person_counts_once"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(counted_at__isnull=True), name="counts_one_person_counts_at_a_time"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="counts_nothing_below_zero"),
        ]


class Adjustment(models.Model):
    """A correction that waits for approval, was posted (under the same id, in inventory) or turned down."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    change = models.BigIntegerField()
    reason = models.CharField(max_length=20, choices=[(r.value, r.value) for r in AdjustmentReason])
    value = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    count = reference("counts.Count", null=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in AdjustmentState])
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "id"], condition=Q(state="proposed"), name="counts_waiting"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(change=0), name="counts_correction_of_something"),
            models.CheckConstraint(
                condition=Q(state="proposed") | Q(decided_at__isnull=False), name="counts_decisions_have_an_instant"
            ),
        ]


class Authority(models.Model):
    """Up to what value, at cost, people with a role correct stock without asking."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    role = reference("staff.Role", verbose_name=_("role"))
    value = models.BigIntegerField(
        _("up to"), help_text=_("In the smallest unit of the market's currency, such as cents.")
    )

    class Meta:
        verbose_name = _("limit of authority")
        verbose_name_plural = _("limits of authority")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "role"], name="counts_one_limit_a_role"),
            models.CheckConstraint(condition=Q(value__gte=0), name="counts_limit_is_no_debt"),
        ]

    def __str__(self) -> str:
        return f"{self.role}"


class LastCount(models.Model):
    """When an article was last counted at a place, and how much of it there was."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    variant_id = models.UUIDField()
    counted_at = models.DateTimeField()
    counted = models.BigIntegerField()

    class Meta:
        db_table = "counts_last"
        verbose_name = _("last count")
        verbose_name_plural = _("last counts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market_id", "place_id", "variant_id"], name="counts_last_of_each_article"),
        ]
