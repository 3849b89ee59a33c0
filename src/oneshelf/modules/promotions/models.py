"""Tables of promotions."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.temporal import NeverOverlaps
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.promotions.types import RehearsalState, State

STATE_NAMES = {
    State.DRAFT: _("Draft"),
    State.LIVE: _("Live"),
    State.PAUSED: _("Paused"),
    State.ENDED: _("Ended"),
}
"""What people call the states."""

MODE_NAMES = {
    compiled.Mode.STACK: _("each in turn, on what the ones before left"),
    compiled.Mode.UNIT: _("a piece is reduced by one of them"),
    compiled.Mode.BASKET: _("a basket is reduced by one of them"),
}

CHOICE_NAMES = {
    compiled.Choice.BEST: _("what is best for the customer"),
    compiled.Choice.PRIORITY: _("what comes first by priority"),
}


class Group(models.Model):
    """Promotions of a market that go together in one way. `version` counts its events."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    order = models.PositiveSmallIntegerField(_("order of applying"))
    mode = models.CharField(_("mode"), max_length=8, choices=[(m.value, MODE_NAMES[m]) for m in compiled.Mode])
    choice = models.CharField(_("choice"), max_length=8, choices=[(c.value, CHOICE_NAMES[c]) for c in compiled.Choice])
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("stacking group")
        verbose_name_plural = _("stacking groups")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="promotion_group_code_is_its_own"),
        ]

    def __str__(self) -> str:
        return self.name


class Promotion(models.Model):
    """A promotion: what is decided about all its versions. `names` is by language; `version` counts its events.

    Limits are None where there is none; `most_off` is in minor units of its market.
    """

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"))
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=100)
    names = models.JSONField(_("names for shoppers"), default=dict)
    group = reference("promotions.Group", verbose_name=_("group"))
    state = models.CharField(_("state"), max_length=8, choices=[(s.value, STATE_NAMES[s]) for s in State])
    starts = models.DateTimeField(_("from"), null=True)
    ends = models.DateTimeField(_("until"), null=True)
    most_uses = models.BigIntegerField(_("orders in all"), null=True)
    most_a_day = models.BigIntegerField(_("orders a day"), null=True)
    most_each = models.BigIntegerField(_("orders of one customer"), null=True)
    most_off = models.BigIntegerField(_("budget"), null=True)
    made_up = ArrayField(models.TextField(), verbose_name=_("made up"), default=list, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        verbose_name = _("promotion")
        verbose_name_plural = _("promotions")
        indexes: ClassVar = [models.Index(fields=["market", "state", "-id"], name="promotions_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="promotion_code_is_its_own"),
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(starts__lt=F("ends")),
                name="promotion_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    """A rule of a promotion, as JSON of the kernel's type. `valid` is when it was in force: null while it waits.

    A pause ends it, and going live again makes the next one: what was in force is never rewritten.
    """

    id = id_field()
    market_id = models.UUIDField()
    promotion = reference("promotions.Promotion", db_index=False)
    number = models.PositiveIntegerField(_("number"))
    rule = models.TextField(_("rule"))
    valid = DateTimeRangeField(_("in force"), null=True)

    class Meta:
        verbose_name = _("version of a promotion")
        verbose_name_plural = _("versions of promotions")
        indexes: ClassVar = [GistIndex(fields=["market_id", "valid"], name="promotions_in_force")]
        constraints: ClassVar = [
            NeverOverlaps(keys=["promotion"], during="valid", name="promotion_has_one_rule_at_a_time"),
            models.UniqueConstraint(fields=["promotion", "number"], name="promotion_versions_are_numbered"),
            models.UniqueConstraint(
                fields=["promotion"], condition=Q(valid__isnull=True), name="promotion_has_one_version_that_waits"
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True)
                | Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False),
                name="promotion_window_is_half_open",
            ),
        ]


class Counter(models.Model):
    """What orders have taken of a promotion: over all ('all'), on a day ('2026-11-23') or by a customer (an id).

    `most_uses` and `most_off` are the limits as they were when somebody took of it last.
    """

    pk = models.CompositePrimaryKey("promotion_id", "scope")
    promotion_id = models.UUIDField()
    scope = models.CharField(max_length=36)
    market_id = models.UUIDField()
    uses = models.BigIntegerField()
    off = models.BigIntegerField()
    most_uses = models.BigIntegerField(null=True)
    most_off = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("count of a promotion's uses")
        verbose_name_plural = _("counts of promotions' uses")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(uses__gte=0, off__gte=0)
                & (Q(most_uses__isnull=True) | Q(uses__lte=F("most_uses")))
                & (Q(most_off__isnull=True) | Q(off__lte=F("most_off"))),
                name="promotion_never_exceeds_its_limits",
            ),
        ]


class Use(models.Model):
    """That an owner (a checkout until `expires_at`, or for good an order) took one use and `off` of a promotion."""

    pk = models.CompositePrimaryKey("owner_id", "promotion_id")
    owner_id = models.UUIDField()
    promotion_id = models.UUIDField()
    market_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    day = models.DateField()
    off = models.BigIntegerField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("use of a promotion")
        verbose_name_plural = _("uses of promotions")
        indexes: ClassVar = [
            models.Index(
                fields=["promotion_id", "expires_at"],
                condition=Q(expires_at__isnull=False),
                name="promotions_uses_held",
            )
        ]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(off__gte=0), name="promotion_takes_nothing_back")]


class Rehearsal(models.Model):
    """A promotion tried on past orders. `told` is JSON of the sums so far, up to the order that it has reached."""

    id = id_field()
    market_id = models.UUIDField()
    promotion = reference("promotions.Promotion", verbose_name=_("promotion"))
    rule = models.TextField(_("rule"))
    since = models.DateTimeField()
    until = models.DateTimeField()
    percent = models.SmallIntegerField()
    floor_bp = models.IntegerField()
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in RehearsalState])
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    told = models.TextField(blank=True, default="")
    reached_at = models.DateTimeField(null=True)
    reached_order = models.UUIDField(null=True)
    begun_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
