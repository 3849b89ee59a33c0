"""Decisions of tax: no clock, no database."""

from oneshelf.modules.tax.rules.bands import (
    bands,
    charged_bands,
    gathered,
    held_in,
    left_of,
    parted,
    rate_of,
    share,
    whole_share,
)
from oneshelf.modules.tax.rules.regions import read_where
from oneshelf.modules.tax.rules.treatments import EU, Decision, checked_exemption, decide, read_vat_id, vat_country
from oneshelf.modules.tax.rules.windows import Replanning, put_in, take_out
from oneshelf.modules.tax.rules.zones import (
    checked_area,
    components,
    day_at,
    levies,
    plain_postcode,
    reaches,
    whole_ppm,
)

__all__ = [
    "EU",
    "Decision",
    "Replanning",
    "bands",
    "charged_bands",
    "checked_area",
    "checked_exemption",
    "components",
    "day_at",
    "decide",
    "gathered",
    "held_in",
    "left_of",
    "levies",
    "parted",
    "plain_postcode",
    "put_in",
    "rate_of",
    "reaches",
    "read_vat_id",
    "read_where",
    "share",
    "take_out",
    "vat_country",
    "whole_ppm",
    "whole_share",
]
