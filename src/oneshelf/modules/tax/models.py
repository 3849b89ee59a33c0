"""The rates of markets: reference data, edited by hand."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.fields import id_field, reference
from oneshelf.modules.tax.types import STANDARD


class Rate(models.Model):
    """What a class of goods is taxed at in a market, from a day on until its next rate begins."""

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
