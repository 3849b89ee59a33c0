"""What tax's refusals say to people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.kernel import sentences
from oneshelf.modules.tax.errors import (
    AlreadyExempt,
    BadArea,
    BadRate,
    BadRateWindow,
    BadVatId,
    RateHasEnded,
    RateTaken,
    UnknownProvider,
    ZoneCodeTaken,
)

sentences.name_codes(
    {
        "tax zone": _("tax zone"),
        "tax rate": _("tax rate"),
        "exemption": _("exemption"),
    }
)

sentences.register(
    {
        ZoneCodeTaken: (
            _("Another tax zone of this market has this code."),
            _("Choose another code, or use that zone."),
        ),
        BadArea: (
            _("This does not say where it is."),
            _("Give the country by its two letters, and postcodes with the lower one first."),
        ),
        BadRate: (_("No tax takes %(ppm)s millionths."), _("Give a number from 0 to 10,000,000: 88750 is 8.875 %%.")),
        BadRateWindow: (
            _("Nothing can hold from %(since)s until %(until)s."),
            _("Give an end that comes after the beginning."),
        ),
        RateTaken: (
            _("In “%(zone)s” another rate of this tax on “%(tax_class)s” begins on %(since)s: %(ppm)s millionths."),
            _("End that one first, or choose days before it."),
        ),
        RateHasEnded: (
            _("This rate, which holds since %(since)s, cannot be ended on %(asked)s."),
            _("Give a day from today on, before it ends by itself."),
        ),
        BadVatId: (
            _("“%(value)s” is no VAT id of the EU."),
            _("Look at it again: it begins with the two letters of its country, and a digit may be wrong."),
        ),
        AlreadyExempt: (
            _("This customer is exempt there on some of these days already."),
            _("End that exemption first, or choose other days."),
        ),
        UnknownProvider: (
            _("No tax provider “%(value)s” is installed."),
            _("Install its package, or choose one of these: %(installed)s."),
        ),
    }
)
