"""Golden vectors of tax."""

from __future__ import annotations

from typing import TypeAlias

from oneshelf.modules.pricing.types.compiled import (
    Charge,
    Component,
    Percent,
    Rounding,
    RoundingMode,
    Taxes,
    TaxRounding,
    Treatment,
)
from tests.pricing.vectors.story import line, rule, told

_Table: TypeAlias = dict[str, tuple[Component, ...]]

_VAT: _Table = {"standard": (Component("vat", 210_000),), "reduced": (Component("vat", 90_000),)}
_NEW_YORK: _Table = {"standard": (Component("city", 45_000), Component("mta", 3_750), Component("state", 40_000))}
_QUEBEC: _Table = {"standard": (Component("gst", 50_000), Component("qst", 95_000, compound=True))}
_BY_LINE = Rounding(tax=TaxRounding.LINE)
_ODD = tuple(line(each, 105) for each in "abc")

STORIES = (
    told(
        "held-in-the-price",
        "12.10 hold 21 %: 12.10 x 21 / 121 = 2.10.",
        (line("a", 1_210),),
        taxes=Taxes(by_class=_VAT),
        amounts=(1_210,),
        tax=210,
    ),
    told(
        "on-top-of-the-price",
        "21 % of 10.00 are 2.10 more.",
        (line("a", 1_000),),
        taxes=Taxes(inclusive=False, by_class=_VAT),
        amounts=(1_000,),
        tax=210,
        total=1_210,
    ),
    told(
        "two-classes-and-delivery",
        "12.10 at 21 % hold 2.10, 10.90 at 9 % hold 0.90; delivery of 6.05 at 21 % holds 1.05. Of 18.15 at 21 %: 3.15.",
        (line("a", 1_210), line("b", 1_090, tax_class="reduced")),
        taxes=Taxes(by_class=_VAT),
        charge=Charge(605),
        delivery=(605, 605),
        amounts=(1_210, 1_090),
        tax=405,
    ),
    told(
        "by-document",
        "3 x 1.05 = 3.15 hold 3.15 x 21 / 121 = 0.5467, so 0.55, of which the lines get 0.19, 0.18 and 0.18.",
        _ODD,
        taxes=Taxes(by_class=_VAT),
        amounts=(105, 105, 105),
        tax=55,
    ),
    told(
        "by-line",
        "Each 1.05 holds 0.1822, so 0.18: 0.54 in all, a cent less than by document.",
        _ODD,
        taxes=Taxes(by_class=_VAT),
        rounding=_BY_LINE,
        amounts=(105, 105, 105),
        tax=54,
    ),
    told(
        "several-taxes-on-top",
        "8.875 % of 19.99 are 1.77411, so 1.77: city 0.8974, region 0.0747, state 0.7977 of it, by 45 : 3.75 : 40. "
        "Whole parts 89 + 7 + 79 = 175; the two cents over go to .77 (state) and .75 (city): 0.90, 0.07, 0.80.",
        (line("a", 1_999),),
        taxes=Taxes(inclusive=False, by_class=_NEW_YORK),
        amounts=(1_999,),
        tax=177,
        total=2_176,
        currency="USD",
    ),
    told(
        "tax-on-tax",
        "5 % of 100.00 are 5.00; 9.5 % of 105.00 are 9.975. Both, 14.975, are 14.98: 5.00 and 9.98 by their shares.",
        (line("a", 10_000),),
        taxes=Taxes(inclusive=False, by_class=_QUEBEC),
        amounts=(10_000,),
        tax=1_498,
        total=11_498,
        currency="CAD",
    ),
    told(
        "tax-on-tax-held-in-the-price",
        "114.98 hold 14.975 parts of 114.975: 14.9757, so 14.98.",
        (line("a", 11_498),),
        taxes=Taxes(by_class=_QUEBEC),
        amounts=(11_498,),
        tax=1_498,
        currency="CAD",
    ),
    told(
        "halves-of-tax-to-even",
        "5 % of 0.50 are 0.025, which goes to 0.02; half away from zero it would be 0.03.",
        (line("a", 50),),
        taxes=Taxes(inclusive=False, by_class={"standard": (Component("vat", 50_000),)}),
        rounding=Rounding(mode=RoundingMode.HALF_EVEN),
        amounts=(50,),
        tax=2,
        total=52,
    ),
    told(
        "exempt",
        "Who is exempt does not pay the 2.10 that 12.10 hold.",
        (line("a", 1_210),),
        taxes=Taxes(by_class=_VAT, treatment=Treatment.EXEMPT),
        amounts=(1_000,),
    ),
    told(
        "reverse-charge",
        "Whoever owes the tax themselves has none put on top of 10.00.",
        (line("a", 1_000),),
        taxes=Taxes(inclusive=False, by_class=_VAT, treatment=Treatment.REVERSE),
        amounts=(1_000,),
    ),
    told(
        "of-what-is-left",
        "20 % off 15.13 are 3.026, so 3.03; 12.10 are left and hold 2.10.",
        (line("a", 1_513),),
        (rule("fifth", Percent(2_000)),),
        taxes=Taxes(by_class=_VAT),
        amounts=(1_210,),
        tax=210,
    ),
    told(
        "no-tax-on-a-class",
        "A class that the table does not name is not taxed.",
        (line("a", 1_210), line("b", 500, tax_class="books")),
        taxes=Taxes(by_class=_VAT),
        amounts=(1_210, 500),
        tax=210,
    ),
)
