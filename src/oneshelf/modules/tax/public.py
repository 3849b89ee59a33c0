"""Tax: what a market's classes of goods are taxed at, and how much of an amount is tax.

A market whose prices hold their tax (`tax_included`) names a rate for each class of goods, from a day on; it holds
until the next one of its class begins, so rates can neither overlap nor leave a gap. A class without a rate of its own
is taxed as `standard`; where that has none either, no tax is stated.

Tax is worked out for the sum of what has one rate, rounded once, half away from zero (`bands`). What is invoiced in
parts comes to the same tax as the whole, and what is credited in parts to the tax of what was invoiced (`share`).
Permission: `tax.manage`.
"""

from oneshelf.modules.tax.queries import rates_on
from oneshelf.modules.tax.rules import bands, left_of, share
from oneshelf.modules.tax.types import STANDARD, Band, Rates

__all__ = ["STANDARD", "Band", "Rates", "bands", "left_of", "rates_on", "share"]
