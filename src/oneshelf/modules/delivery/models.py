"""Tables of delivery: reference data, edited by hand, read through one cached book a market."""

from __future__ import annotations

from datetime import time
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.delivery.types import WORKING_DAYS, ServiceKind

SERVICE_KINDS = {ServiceKind.PARCEL: _("parcel carrier"), ServiceKind.LOCAL: _("local delivery")}
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


def working_days() -> list[int]:
    """Monday to Friday."""
    return list(WORKING_DAYS)


def _weekdays() -> ArrayField[list[int], list[int]]:
    return ArrayField(models.SmallIntegerField(choices=WEEKDAYS), verbose_name=_("picks up on"), default=working_days)


_IN_THE_WEEK = Q(weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6], weekdays__len__gt=0)


class Service(models.Model):
    """A carrier's way to bring parcels in a market."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    carrier = models.CharField(_("carrier"), max_length=100, help_text=_("As shoppers read it."))
    kind = models.CharField(_("kind"), max_length=8, choices=[(k.value, name) for k, name in SERVICE_KINDS.items()])
    transit_min = models.PositiveSmallIntegerField(_("working days at least"), default=1)
    transit_max = models.PositiveSmallIntegerField(_("working days at most"), default=3)
    weekdays = _weekdays()
    cut_off = models.TimeField(_("picks up until"), default=time(16))
    delivers_until = models.TimeField(_("delivers until"), default=time(20))
    active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("delivery service")
        verbose_name_plural = _("delivery services")
        ordering: ClassVar = ["market", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="delivery_one_service_a_code"),
            models.CheckConstraint(
                condition=Q(transit_min__lte=F("transit_max"), transit_max__lte=20), name="delivery_takes_twenty_days"
            ),
            models.CheckConstraint(condition=_IN_THE_WEEK, name="delivery_weekdays_are_in_the_week"),
        ]

    def __str__(self) -> str:
        return f"{self.carrier} ({self.code})"


class Zone(models.Model):
    """Where a service delivers, and at which rate."""

    id = id_field()
    service = reference("delivery.Service", verbose_name=_("delivery service"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    name = models.CharField(_("name"), max_length=60)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    prefixes = ArrayField(
        models.CharField(max_length=12), verbose_name=_("postcodes that begin with"), default=list, blank=True
    )
    within_m = models.PositiveIntegerField(_("within metres of the place"), null=True, blank=True)
    base = models.BigIntegerField(_("rate in minor units"))
    per_kg = models.BigIntegerField(_("more for each kilogram"), default=0)
    free_from = models.BigIntegerField(_("free from this amount in minor units"), null=True, blank=True)
    own_base = models.BigIntegerField(_("own cost in minor units"), default=0)
    own_per_kg = models.BigIntegerField(_("own cost for each kilogram"), default=0)
    extra_days = models.PositiveSmallIntegerField(_("more working days"), default=0)

    class Meta:
        verbose_name = _("delivery zone")
        verbose_name_plural = _("delivery zones")
        ordering: ClassVar = ["service", "position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "name"], name="delivery_one_zone_a_name"),
            models.CheckConstraint(
                condition=Q(base__gte=0, per_kg__gte=0, own_base__gte=0, own_per_kg__gte=0),
                name="delivery_never_pays",
            ),
            models.CheckConstraint(condition=Q(extra_days__lte=10), name="delivery_zone_is_on_earth"),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which a service neither picks up nor delivers."""

    id = id_field()
    service = reference("delivery.Service", verbose_name=_("delivery service"), db_index=False)
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=100, blank=True, default="")

    class Meta:
        verbose_name = _("carrier's day off")
        verbose_name_plural = _("carrier's days off")
        ordering: ClassVar = ["service", "day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "day"], name="delivery_one_holiday_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class CutOff(models.Model):
    """Until when a service picks up at a place, where that differs from its usual hour."""

    id = id_field()
    service = reference("delivery.Service", verbose_name=_("delivery service"), db_index=False)
    place = reference("places.Place", verbose_name=_("place"))
    at = models.TimeField(_("picks up until"))

    class Meta:
        db_table = "delivery_cut_off"
        verbose_name = _("pick-up hour of a place")
        verbose_name_plural = _("pick-up hours of places")
        ordering: ClassVar = ["service", "place"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["service", "place"], name="delivery_one_cut_off_each")]

    def __str__(self) -> str:
        return f"{self.at:%H:%M}"


class Terms(models.Model):
    """How a place works, where that differs from the usual."""

    id = id_field()
    place = models.OneToOneField("places.Place", models.PROTECT, related_name="+", verbose_name=_("place"))
    handling_minutes = models.PositiveIntegerField(_("minutes to make an order ready"), default=120)
    stops_before_closing = models.PositiveIntegerField(
        _("minutes before closing"), default=0, help_text=_("Later orders are made ready when it opens next.")
    )
    parcel_cost = models.BigIntegerField(_("own cost of a parcel in minor units"), default=0)
    unit_cost = models.BigIntegerField(_("own cost of a unit in minor units"), default=0)

    class Meta:
        verbose_name = _("terms of a place")
        verbose_name_plural = _("terms of places")
        ordering: ClassVar = ["place"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(handling_minutes__lte=10_080, stops_before_closing__lte=1_440),
                name="delivery_handling_takes_a_week_at_most",
            ),
            models.CheckConstraint(condition=Q(parcel_cost__gte=0, unit_cost__gte=0), name="delivery_work_never_pays"),
        ]

    def __str__(self) -> str:
        return str(self.place_id)


class Lane(models.Model):
    """The house's own transport between two places."""

    id = id_field()
    source = reference("places.Place", verbose_name=_("from"), db_index=False)
    target = reference("places.Place", verbose_name=_("to"), null=True, blank=True, help_text=_("Empty: every store."))
    days = models.PositiveSmallIntegerField(_("working days"), default=1)
    weekdays = _weekdays()
    cut_off = models.TimeField(_("leaves at"), default=time(16))
    parcel_cost = models.BigIntegerField(_("own cost of a parcel in minor units"), default=0)
    kg_cost = models.BigIntegerField(_("own cost for each kilogram"), default=0)

    class Meta:
        verbose_name = _("transport between places")
        verbose_name_plural = _("transports between places")
        ordering: ClassVar = ["source", "target"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "target"], name="delivery_one_lane_between_two", nulls_distinct=False
            ),
            models.CheckConstraint(condition=_IN_THE_WEEK, name="delivery_lane_runs_in_the_week"),
            models.CheckConstraint(
                condition=Q(days__lte=20, parcel_cost__gte=0, kg_cost__gte=0), name="delivery_lane_never_pays"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
