"""What delivery refuses."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal


@dataclass(eq=False)
class BadPostcode(Refusal):
    """A postcode has letters, digits, spaces and hyphens, and at most 12 of them."""

    code = "bad_postcode"
    status = 422
    field = "postal_code"
    value: str


@dataclass(eq=False)
class NotDelivered(Refusal):
    """No carrier's service of the market goes to that country and postcode."""

    code = "not_delivered"
    status = 422
    field = "postal_code"
    country: str
    postal_code: str


@dataclass(eq=False)
class NotByThatService(Refusal):
    """The market has no such service, or it does not go to that country and postcode."""

    code = "not_by_that_service"
    status = 422
    field = "service"
    service: str


@dataclass(eq=False)
class ServiceCodeTaken(Refusal):
    """Another service of the market has that code."""

    code = "service_code_taken"
    field = "code"
