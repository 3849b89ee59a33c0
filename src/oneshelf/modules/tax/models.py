"""Tables of tax: where rates hold, the rates, who is exempt, and how a market is taxed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.kernel.temporal import NeverOverlaps
from oneshelf.modules.pricing.public import compiled
from oneshelf.modules.tax.types import HIGHEST_PPM, STANDARD, ExemptionKind

EXEMPTION_KINDS = {
    ExemptionKind.CERTIFICATE: _("certificate"),
    ExemptionKind.VAT_ID: _("VAT id"),
}

ROUNDED_PER = {
    compiled.TaxRounding.DOCUMENT: _("the whole basket"),
    compiled.TaxRounding.LINE: _("each line"),
}

HALVES = {
    compiled.RoundingMode.HALF_AWAY: _("up, away from zero"),
    compiled.RoundingMode.HALF_EVEN: _("to the even one"),
}

_HALF_OPEN = Q(valid__startswith__isnull=False, valid__lower_inc=True, valid__upper_inc=False)


class Rate(models.Model):
    """A rate as the release before reads and writes it; what it writes is carried over into `ZoneRate`."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    tax_class = models.CharField(
        _("tax class"), max_length=20, default=STANDARD, help_text=_("As at the products; delivery is “standard”.")
    )
    since = models.DateField(_("from"))
    rate = models.PositiveIntegerField(_("rate"), help_text=_("In hundredths of a percent: 2300 is 23 %."))

    class Meta:
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        ordering: ClassVar = ["market", "tax_class", "-since"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "tax_class", "since"], name="tax_rate_begins_once_a_day"),
            models.CheckConstraint(condition=Q(rate__lte=10_000), name="tax_rate_is_no_more_than_the_whole"),
        ]

    def __str__(self) -> str:
        return self.tax_class


class Regime(models.Model):
    """How a market is taxed."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        help_text=_("From where goods leave, and where the seller is registered: two letters."),
    )
    destination_since = models.DateField(
        _("taxed where goods arrive since"),
        null=True,
        blank=True,
        help_text=_("For consumers in other countries of the EU: the day on which EUR 10,000 a year were passed."),
    )
    provider = models.CharField(
        _("provider"), max_length=60, blank=True, help_text=_("Who knows the rates; empty for the table here.")
    )
    rounded_per = models.CharField(
        _("tax is rounded for"),
        max_length=10,
        choices=[(each.value, name) for each, name in ROUNDED_PER.items()],
        default=compiled.TaxRounding.DOCUMENT.value,
        db_default=compiled.TaxRounding.DOCUMENT.value,
        help_text=_("As the law says where you sell. Orders that are placed keep what they were priced with."),
    )
    halves = models.CharField(
        _("halves are rounded"),
        max_length=10,
        choices=[(each.value, name) for each, name in HALVES.items()],
        default=compiled.RoundingMode.HALF_AWAY.value,
        db_default=compiled.RoundingMode.HALF_AWAY.value,
        help_text=_("Those of tax, and of what promotions take off: 0.5 of the smallest coin."),
    )

    class Meta:
        verbose_name = _("tax regime")
        verbose_name_plural = _("tax regimes")
        ordering: ClassVar = ["market"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market"], name="a_market_has_one_tax_regime"),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"), name="tax_regime_country_is_two_letters"
            ),
            models.CheckConstraint(
                condition=Q(
                    rounded_per__in=[each.value for each in ROUNDED_PER], halves__in=[each.value for each in HALVES]
                ),
                name="tax_regime_rounding_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.country


class Zone(models.Model):
    """Where rates hold: a country, a region, a range of postcodes or a place; everywhere, if it names none."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    code = models.SlugField(_("code"), max_length=40, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters; empty: anywhere."))
    region = models.CharField(_("region"), max_length=20, blank=True, help_text=_("As in addresses: NY, ON."))
    postal_from = models.CharField(_("postcodes from"), max_length=12, blank=True)
    postal_until = models.CharField(_("postcodes to"), max_length=12, blank=True)
    place = reference("places.Place", verbose_name=_("place"), null=True, blank=True, db_index=False)

    class Meta:
        verbose_name = _("tax zone")
        verbose_name_plural = _("tax zones")
        ordering: ClassVar = ["market", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="tax_zone_code_is_once_a_market"),
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$") | Q(country="", region="", postal_from=""),
                name="tax_zone_parts_belong_to_a_country",
            ),
            models.CheckConstraint(
                condition=Q(postal_from__regex=r"^[A-Z0-9]*$", postal_until__regex=r"^[A-Z0-9]*$"),
                name="tax_zone_postcodes_are_plain",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ZoneRate(models.Model):
    """What one tax (`code`) takes of a class of goods in a zone, on the days `valid` of the place's calendar."""

    id = id_field()
    zone = reference("tax.Zone", verbose_name=_("zone"), db_index=False)
    tax_class = models.CharField(
        _("tax class"), max_length=20, default=STANDARD, help_text=_("As at the products; delivery is “standard”.")
    )
    code = models.SlugField(_("tax"), max_length=40, db_index=False, help_text=_("The same in every zone: vat, state."))
    name = models.CharField(_("name"), max_length=200, help_text=_("As it stands on documents."))
    ppm = models.IntegerField(_("rate"), help_text=_("In millionths: 88750 is 8.875 %."))
    compound = models.BooleanField(_("on top of the taxes before it"), default=False)
    position = models.PositiveSmallIntegerField(_("order"), default=1)
    valid = DateRangeField(_("valid"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        db_table = "tax_zone_rate"
        verbose_name = _("tax rate")
        verbose_name_plural = _("tax rates")
        constraints: ClassVar = [
            NeverOverlaps(keys=["zone", "tax_class", "code"], during="valid", name="tax_rates_never_overlap"),
            models.CheckConstraint(condition=Q(ppm__gte=0, ppm__lte=HIGHEST_PPM), name="tax_rate_is_never_negative"),
            models.CheckConstraint(condition=_HALF_OPEN, name="tax_rate_window_is_half_open"),
        ]

    def __str__(self) -> str:
        return self.name


class Exemption(models.Model):
    """What a customer showed in order not to be charged, on the days `valid`."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    customer = reference("customers.Customer", verbose_name=_("customer"), db_index=False)
    kind = models.CharField(
        _("kind"), max_length=16, choices=[(kind.value, name) for kind, name in EXEMPTION_KINDS.items()]
    )
    number = models.CharField(_("number"), max_length=60)
    country = models.CharField(_("country"), max_length=2, help_text=_("Where it holds: two letters."))
    region = models.CharField(_("region"), max_length=20, blank=True, help_text=_("Empty: in all of the country."))
    valid = DateRangeField(_("valid"))

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints: ClassVar = [
            NeverOverlaps(
                keys=["market", "customer", "kind", "country", "region"],
                during="valid",
                name="tax_exemptions_never_overlap",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ExemptionKind]), name="tax_exemption_kind_is_known"
            ),
            models.CheckConstraint(condition=_HALF_OPEN, name="tax_exemption_window_is_half_open"),
        ]

    def __str__(self) -> str:
        return self.number
