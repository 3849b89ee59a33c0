"""The tables of markets."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

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
