"""Tax: what goods are taxed at, where and since when, who is not charged, and how much of an amount is tax.

A market's table has zones (a country, a region, a range of postcodes, a place, or everywhere) with rates: what one tax
takes of a class of goods on some days. Several taxes add up at one place (state, county, city); of each of them the
narrowest zone counts, and a class without a rate of its own is taxed as `standard`. `taxes` gives the pricing kernel
what it needs for a basket; who is charged follows from where goods leave and arrive and from what their buyer showed
(`rules.decide`, with the sources of law). A market may name a provider, a package under the entry point `oneshelf.tax`
that is a `TaxProvider`; when it fails, or takes longer than half a second, the table answers, and says so.

Invariants: rates of one tax on one class in one zone never overlap (`tax_rates_never_overlap`), nor do exemptions;
ending a rate rewrites nothing that was charged. Days are those of the calendar where goods are handed over. What a
customer showed stays when they are erased: it is the seller's evidence for not charging them.

Invoices of companies state the taxes that their order was charged, each under its name (`Levy`), by what is taxed alike
(`Band`). What is invoiced in parts comes to the tax of the order (`charged_bands`), however that was rounded, and what
is credited in parts to the tax of what was invoiced (`share`). Of orders from before that was kept, the rates of the
invoice's day count where prices hold their tax, in hundredths of a percent (`bands`). Permissions: `tax.view`,
`tax.manage`.
"""

from __future__ import annotations

from oneshelf.modules.tax.actions.exempt import end_exemption, exempt
from oneshelf.modules.tax.actions.load_rates import load_rates
from oneshelf.modules.tax.actions.open_zone import open_zone
from oneshelf.modules.tax.actions.set_rate import end_rate, set_rate
from oneshelf.modules.tax.actions.set_regime import set_regime
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
from oneshelf.modules.tax.events import TaxTableChanged
from oneshelf.modules.tax.queries import (
    exemptions_of,
    list_rates,
    list_zones,
    rates_on,
    regime_of,
    takes_vat_ids,
)
from oneshelf.modules.tax.queries.engine import levies, rounding, taxes, taxes_and_rounding
from oneshelf.modules.tax.rules import (
    bands,
    charged_bands,
    day_at,
    gathered,
    left_of,
    parted,
    plain_postcode,
    rate_of,
    read_vat_id,
    read_where,
    share,
    vat_country,
    whole_share,
)
from oneshelf.modules.tax.types import (
    ANYBODY,
    PPM_OF_A_PERCENT,
    STANDARD,
    Area,
    Band,
    BandKey,
    Book,
    Buyer,
    Exemption,
    ExemptionId,
    ExemptionKind,
    GivenRate,
    Levy,
    NewExemption,
    NewRate,
    RateId,
    Rates,
    Regime,
    TaxProvider,
    TaxRequest,
    Where,
    Zone,
    ZoneId,
    ZoneRate,
)

__all__ = [
    "ANYBODY",
    "PPM_OF_A_PERCENT",
    "STANDARD",
    "AlreadyExempt",
    "Area",
    "BadArea",
    "BadRate",
    "BadRateWindow",
    "BadVatId",
    "Band",
    "BandKey",
    "Book",
    "Buyer",
    "Exemption",
    "ExemptionId",
    "ExemptionKind",
    "GivenRate",
    "Levy",
    "NewExemption",
    "NewRate",
    "RateHasEnded",
    "RateId",
    "RateTaken",
    "Rates",
    "Regime",
    "TaxProvider",
    "TaxRequest",
    "TaxTableChanged",
    "UnknownProvider",
    "Where",
    "Zone",
    "ZoneCodeTaken",
    "ZoneId",
    "ZoneRate",
    "bands",
    "charged_bands",
    "day_at",
    "end_exemption",
    "end_rate",
    "exempt",
    "exemptions_of",
    "gathered",
    "left_of",
    "levies",
    "list_rates",
    "list_zones",
    "load_rates",
    "open_zone",
    "parted",
    "plain_postcode",
    "rate_of",
    "rates_on",
    "read_vat_id",
    "read_where",
    "regime_of",
    "rounding",
    "set_rate",
    "set_regime",
    "share",
    "takes_vat_ids",
    "taxes",
    "taxes_and_rounding",
    "vat_country",
    "whole_share",
]
