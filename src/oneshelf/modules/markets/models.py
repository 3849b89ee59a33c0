"""The tables of markets."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.markets.types import ChannelKind

CHANNEL_KINDS = {
    ChannelKind.WEB: _("web shop"),
    ChannelKind.TILL: _("till"),
    ChannelKind.APP: _("app"),
    ChannelKind.PHONE: _("telephone"),
    ChannelKind.KIOSK: _("kiosk"),
    ChannelKind.API: _("API"),
    ChannelKind.MARKETPLACE: _("marketplace"),
    ChannelKind.SOCIAL: _("social network"),
    ChannelKind.AGENT: _("shopping agent"),
}


class Market(models.Model):
    """A country or brand."""

    id = id_field()
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    currency = models.CharField(_("currency"), max_length=3)
    default_language = models.CharField(_("default language"), max_length=16)
    languages = ArrayField(models.CharField(max_length=16), verbose_name=_("languages"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    tax_included = models.BooleanField(_("prices include tax"))
    progressive_reductions = models.BooleanField(
        _("reductions in steps count from the first"),
        default=False,
        db_default=False,
        help_text=_(
            "Beside a price that was reduced again and again stands the lowest of the 30 days before the first step,"
            " where the law of the market allows it (Directive 98/6/EC, article 6a, paragraph 5)."
        ),
    )
    recomputes_promotions = models.BooleanField(
        _("returns are priced by promotions again"),
        default=True,
        db_default=True,
        help_text=_(
            "Who brings a part of a purchase back gets what was paid less what the rest costs by its promotions."
            " Otherwise each article gives back its share of what was paid, whatever promotion that breaks."
        ),
    )
    mails_differences = models.BooleanField(
        _("differences between channels are mailed"),
        default=True,
        db_default=True,
        help_text=_(
            "Whoever may decide about differences gets a mail after each comparison that has found new ones, in which"
            " each is named once. Otherwise they stand on the board only."
        ),
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True)

    class Meta:
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="markets_one_market_a_code"),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"), name="markets_currency_is_three_letters"
            ),
            models.CheckConstraint(
                condition=IsNull(
                    Func(
                        F("languages"),
                        F("default_language"),
                        function="array_position",
                        output_field=models.IntegerField(),
                    ),
                    False,
                ),
                name="markets_default_language_is_offered",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seller(models.Model):
    """Who sells in a market: what its invoices say of their sender."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    name = models.CharField(_("company"), max_length=200)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters."))
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    register = models.CharField(
        _("register"), max_length=200, blank=True, help_text=_("Court and number, where invoices must say them.")
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=32, blank=True)
    bank = models.CharField(_("bank"), max_length=100, blank=True)
    iban = models.CharField(_("IBAN"), max_length=42, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)

    class Meta:
        verbose_name = _("seller")
        verbose_name_plural = _("sellers")
        ordering: ClassVar = ["market"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market"], name="a_market_has_one_seller"),
            models.CheckConstraint(
                condition=Q(country="") | Q(country__regex=r"^[A-Z]{2}$"), name="sellers_country_is_two_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse an account number that cannot be one: money would go nowhere."""
        self.iban = iban.compact(self.iban)
        if self.iban and not iban.is_valid(self.iban):
            raise ValidationError({"iban": _("This is no IBAN: a digit may be wrong.")})


class Channel(models.Model):
    """One way by which a market sells."""

    id = id_field()
    market = reference("markets.Market", verbose_name=_("market"), db_index=False)
    code = models.SlugField(_("code"), max_length=32, db_index=False)
    kind = models.CharField(
        _("kind"), max_length=16, choices=[(kind.value, name) for kind, name in CHANNEL_KINDS.items()]
    )
    name = models.CharField(_("name"), max_length=200)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering: ClassVar = ["market", "code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "code"], name="markets_one_channel_a_code"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ChannelKind]), name="markets_channel_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name
