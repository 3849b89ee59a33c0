"""The tables of places."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.places.types import VIRTUAL_KINDS, BinKind, PlaceKind

PLACE_KINDS = {
    PlaceKind.STORE: _("store"),
    PlaceKind.WAREHOUSE: _("warehouse"),
    PlaceKind.PICKUP_POINT: _("pickup point"),
    PlaceKind.QUARANTINE: _("quarantine"),
    PlaceKind.SUPPLIER: _("suppliers"),
    PlaceKind.IN_TRANSIT: _("in transit"),
    PlaceKind.CUSTOMER: _("customers"),
    PlaceKind.LOSS: _("losses"),
    PlaceKind.DISCREPANCY: _("discrepancies"),
}
BIN_KINDS = {
    BinKind.SHELF: _("shelf"),
    BinKind.FLOOR: _("sales floor"),
    BinKind.BACK_ROOM: _("back room"),
    BinKind.PICK_FACE: _("pick face"),
    BinKind.BULK: _("bulk"),
}
_VIRTUAL = Q(kind__in=sorted(each.value for each in VIRTUAL_KINDS))
_SERVES_NOBODY = Q(sells=False, collects=False, ships=False)


class Place(models.Model):
    """Where goods are: a store, a warehouse, or the other side of a movement."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=16, choices=[(each.value, name) for each, name in PLACE_KINDS.items()]
    )
    time_zone = models.CharField(_("time zone"), max_length=64)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True, default="")
    city = models.CharField(_("city"), max_length=100, blank=True, default="")
    region = models.CharField(_("region"), max_length=100, blank=True, default="")
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True, default="")
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    phone = models.CharField(_("telephone"), max_length=32, blank=True, default="")
    sells = models.BooleanField(_("sells over the counter"), default=False)
    collects = models.BooleanField(_("hands over online orders"), default=False)
    ships = models.BooleanField(_("ships parcels"), default=False)
    made_up = ArrayField(models.CharField(max_length=40), verbose_name=_("made up"), default=list, blank=True)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)
    belongs_to_id = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering: ClassVar = ["market", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="places_one_place_a_code"),
            models.UniqueConstraint(
                fields=["market", "kind"], condition=_VIRTUAL, name="places_one_virtual_place_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[each.value for each in PlaceKind]), name="places_kind_is_known"
            ),
            models.CheckConstraint(condition=~_VIRTUAL | _SERVES_NOBODY, name="places_virtual_places_serve_nobody"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="places_position_is_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """A weekly opening on the place's clock."""

    id = id_field()
    place = reference("places.Place", verbose_name=_("place"), db_index=False)
    weekday = models.SmallIntegerField(
        _("weekday"),
        choices=[
            (0, _("Monday")),
            (1, _("Tuesday")),
            (2, _("Wednesday")),
            (3, _("Thursday")),
            (4, _("Friday")),
            (5, _("Saturday")),
            (6, _("Sunday")),
        ],
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"), help_text=_("At or before the opening: on the next day."))

    class Meta:
        verbose_name = _("opening")
        verbose_name_plural = _("openings")
        ordering: ClassVar = ["place", "weekday", "opens"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "weekday", "opens"], name="places_one_opening_a_time"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="places_weekday_is_in_the_week"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class Closure(models.Model):
    """A day on which the place does not open."""

    id = id_field()
    place = reference("places.Place", verbose_name=_("place"), db_index=False)
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("day off")
        verbose_name_plural = _("days off")
        ordering: ClassVar = ["place", "day"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "day"], name="places_one_closure_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


class Bin(models.Model):
    """A part of a place where goods lie: a shelf, the floor, the back room."""

    id = id_field()
    place = reference("places.Place", verbose_name=_("place"), db_index=False)
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    name = models.CharField(_("name"), max_length=100, blank=True, default="")
    kind = models.CharField(
        _("kind"),
        max_length=16,
        choices=[(each.value, name) for each, name in BIN_KINDS.items()],
        default=BinKind.SHELF.value,
    )
    walk = models.IntegerField(_("walking order"), default=0)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("bin")
        verbose_name_plural = _("bins")
        ordering: ClassVar = ["place", "walk", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "code"], name="places_one_bin_a_code"),
            models.CheckConstraint(condition=Q(kind__in=[each.value for each in BinKind]), name="places_bin_is_known"),
        ]

    def __str__(self) -> str:
        return self.code
