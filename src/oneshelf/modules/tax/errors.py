"""What tax refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class ZoneCodeTaken(Refusal):
    """Another zone of the market has the code, and reaches elsewhere."""

    code = "tax_zone_code_taken"
    field = "code"


@dataclass(eq=False)
class BadArea(Refusal):
    """A zone cannot be told by what it names: a region or postcodes need their country, a range two ends in order."""

    code = "bad_tax_area"
    status = 422
    field = "country"


@dataclass(eq=False)
class BadRate(Refusal):
    """No tax takes `ppm` millionths: nothing to all of it, ten times over, is what laws know."""

    code = "bad_tax_rate"
    status = 422
    field = "ppm"
    ppm: int


@dataclass(eq=False)
class BadRateWindow(Refusal):
    """A rate or an exemption cannot hold from the day `since` until `until`: the end must come after the beginning."""

    code = "bad_tax_window"
    status = 422
    field = "until"
    since: str
    until: str


@dataclass(eq=False)
class RateTaken(Refusal):
    """In `zone` another rate of the same tax on the same class (`ppm` millionths) begins on the day `since`."""

    code = "tax_rate_taken"
    field = "since"
    zone: str
    tax_class: str
    ppm: int
    since: str


@dataclass(eq=False)
class RateHasEnded(Refusal):
    """A rate holds from `since` until `until`; what was charged since `today` cannot be ended on `asked`."""

    code = "tax_rate_has_ended"
    field = "until"
    since: str
    until: str
    asked: str


@dataclass(eq=False)
class BadVatId(Refusal):
    """`value` is no VAT id of the EU: its structure or a check digit is wrong."""

    code = "bad_vat_id"
    status = 422
    field = "number"
    value: str


@dataclass(eq=False)
class AlreadyExempt(Refusal):
    """The customer has an exemption of that kind there that holds on some of these days."""

    code = "already_exempt"
    field = "since"


@dataclass(eq=False)
class UnknownProvider(Refusal):
    """No tax provider is installed under that name; `installed` are those that are."""

    code = "unknown_tax_provider"
    status = 422
    field = "provider"
    value: str
    installed: str
