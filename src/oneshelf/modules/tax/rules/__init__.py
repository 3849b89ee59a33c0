"""Decisions of tax: no clock, no database."""

from oneshelf.modules.tax.rules.bands import bands, held_in, left_of, share
from oneshelf.modules.tax.rules.regions import read_where
from oneshelf.modules.tax.rules.treatments import EU, Decision, checked_exemption, decide, vat_country
from oneshelf.modules.tax.rules.windows import Replanning, put_in, take_out
from oneshelf.modules.tax.rules.zones import checked_area, components, day_at, plain_postcode, reaches, whole_ppm

__all__ = [
    "EU",
    "Decision",
    "Replanning",
    "bands",
    "checked_area",
    "checked_exemption",
    "components",
    "day_at",
    "decide",
    "held_in",
    "left_of",
    "plain_postcode",
    "put_in",
    "reaches",
    "read_where",
    "share",
    "take_out",
    "vat_country",
    "whole_ppm",
]
