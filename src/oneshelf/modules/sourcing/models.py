"""Tables of sourcing. What every order touches has plain ids: the audit proves it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.temporal import NeverOverlaps
from oneshelf.modules.sourcing.types import Cause, Outcome, PolicyState, RehearsalState, RuleKind


class Limit(models.Model):
    """How many orders a place can take in an hour. A place without one takes any number."""

    place = models.OneToOneField(
        "places.Place", models.PROTECT, related_name="+", primary_key=True, verbose_name=_("place")
    )
    orders_an_hour = models.PositiveIntegerField(_("orders an hour"))

    class Meta:
        verbose_name = _("capacity of a place")
        verbose_name_plural = _("capacities of places")


class Capacity(models.Model):
    """What orders have taken of one hour of a place. A row is made by the first order that takes some."""

    pk = models.CompositePrimaryKey("place_id", "slot")
    place_id = models.UUIDField()
    slot = models.DateTimeField()
    market_id = models.UUIDField()
    most = models.IntegerField()
    taken = models.IntegerField()

    class Meta:
        verbose_name = _("hour of a place")
        verbose_name_plural = _("hours of places")
        indexes: ClassVar = [
            models.Index(fields=["market_id", "slot"], name="sourcing_hour_of_market"),
            models.Index(fields=["slot"], name="sourcing_hour_by_slot"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("most")), name="capacity_never_exceeded"),
        ]


class Claim(models.Model):
    """What one order has taken of an hour of a place, so that it can give it back."""

    pk = models.CompositePrimaryKey("owner_id", "place_id", "slot")
    owner_id = models.UUIDField()
    place_id = models.UUIDField()
    slot = models.DateTimeField()
    taken = models.IntegerField()

    class Meta:
        verbose_name = _("claim on an hour")
        verbose_name_plural = _("claims on hours")
        indexes: ClassVar = [models.Index(fields=["slot"], name="sourcing_claim_by_slot")]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(taken__gt=0), name="claim_on_something")]


class Policy(models.Model):
    """A version of the rules of a market. `valid` is empty until it is published; from then on nothing changes."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=[(s.value, s.value) for s in PolicyState])
    valid = DateTimeRangeField(_("valid"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"))

    class Meta:
        verbose_name = _("sourcing policy")
        verbose_name_plural = _("sourcing policies")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "version"], name="sourcing_one_policy_a_version"),
            NeverOverlaps(keys=["market"], during="valid", name="sourcing_policies_never_overlap"),
            models.CheckConstraint(
                condition=Q(state="published", valid__isnull=False) | (~Q(state="published") & Q(valid__isnull=True)),
                name="sourcing_only_published_policies_hold",
            ),
        ]


class Rule(models.Model):
    """One sentence of a policy."""

    id = id_field()
    policy = reference("sourcing.Policy", verbose_name=_("sourcing policy"), db_index=False)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.value, kind.value) for kind in RuleKind])
    worth = models.BigIntegerField(_("worth in minor units"), default=0)
    number = models.IntegerField(_("number"), default=0)
    places = ArrayField(models.UUIDField(), verbose_name=_("places"), default=list)
    firm = models.BooleanField(_("firm"), default=False)

    class Meta:
        verbose_name = _("sourcing rule")
        verbose_name_plural = _("sourcing rules")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["policy", "position"], name="sourcing_one_rule_a_position"),
            models.CheckConstraint(condition=Q(worth__gte=0, number__gte=0), name="sourcing_rules_never_pay"),
        ]


class DecisionNote(models.Model):
    """Which places were chosen for an order, and all that was looked at: append-only. `record` is JSON for Python."""

    id = id_field()
    market_id = models.UUIDField()
    subject_id = models.UUIDField()
    cause = models.CharField(max_length=12, choices=[(cause.value, cause.value) for cause in Cause])
    policy_id = models.UUIDField(null=True)
    policy_version = models.IntegerField()
    decided_at = models.DateTimeField()
    record = models.TextField()

    class Meta:
        db_table = "sourcing_decision"
        verbose_name = _("sourcing decision")
        verbose_name_plural = _("sourcing decisions")
        indexes: ClassVar = [
            models.Index(fields=["subject_id"], name="sourcing_decision_subject"),
            models.Index(fields=["market_id", "decided_at"], name="sourcing_decision_latest"),
        ]


class OutcomeNote(models.Model):
    """That a place was asked for lines, refused them, or kept or broke a promise; once a cause. Append-only."""

    id = id_field()
    market_id = models.UUIDField()
    place_id = models.UUIDField()
    outcome = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Outcome])
    lines = models.IntegerField()
    cause_id = models.UUIDField()
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "sourcing_outcome"
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        indexes: ClassVar = [models.Index(fields=["noted_at"], name="sourcing_outcome_by_time")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause_id", "place_id", "outcome"], name="sourcing_outcome_once_a_cause"),
            models.CheckConstraint(condition=Q(lines__gt=0), name="outcome_of_something"),
        ]


class PlaceDay(models.Model):
    """The outcomes of one place on one day (UTC), summed."""

    pk = models.CompositePrimaryKey("place_id", "day")
    place_id = models.UUIDField()
    day = models.DateField()
    market_id = models.UUIDField()
    asked = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    broken = models.IntegerField(default=0)

    class Meta:
        db_table = "sourcing_place_day"
        verbose_name = _("day of a place")
        verbose_name_plural = _("days of places")
        indexes: ClassVar = [models.Index(fields=["market_id", "day"], name="sourcing_place_day_market")]


class RehearsalRun(models.Model):
    """A policy tried on the orders of some days, beside the one that held when it began. `told` is JSON of two sums."""

    id = id_field()
    market_id = models.UUIDField()
    policy = reference("sourcing.Policy", verbose_name=_("policy"))
    since = models.DateTimeField()
    until = models.DateTimeField()
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in RehearsalState])
    done = models.IntegerField(db_default=0)
    total = models.IntegerField(db_default=0)
    told = models.TextField(blank=True, db_default="")
    begun_at = models.DateTimeField()

    class Meta:
        db_table = "sourcing_rehearsal"
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
