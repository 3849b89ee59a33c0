"""What companies refuse."""

from __future__ import annotations

from dataclasses import dataclass

from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money


@dataclass(eq=False)
class UnknownCompany(Refusal):
    """There is no company `company`."""

    code = "unknown_company"
    status = 404
    field = "company"
    company: str


@dataclass(eq=False)
class CompanyChanged(Refusal):
    """Somebody changed the company in the meantime: it is at version `version` now."""

    code = "company_changed"
    field = "version"
    version: int


@dataclass(eq=False)
class NotAMember(Refusal):
    """Whoever orders may not order for a company of this market."""

    code = "not_a_member"
    status = 403
    field = "payments"


@dataclass(eq=False)
class NotOnAccount(Refusal):
    """An order is bought on account as a whole, not together with other ways to pay."""

    code = "all_or_nothing_on_account"
    status = 422
    field = "payments"


@dataclass(eq=False)
class MemberElsewhere(Refusal):
    """The customer orders for `company` already."""

    code = "member_elsewhere"
    field = "customer"
    company: str


@dataclass(eq=False)
class OnHold(Refusal):
    """`company` buys nothing on account at the moment."""

    code = "company_on_hold"
    field = "payments"
    company: str


@dataclass(eq=False)
class OverCredit(Refusal):
    """The order comes to `wanted`; `left` is left of the company's credit."""

    code = "over_credit"
    field = "payments"
    wanted: Money
    left: Money


@dataclass(eq=False)
class OverMemberLimit(Refusal):
    """The order comes to `wanted`; who orders it may order up to `most`."""

    code = "over_member_limit"
    status = 422
    field = "payments"
    wanted: Money
    most: Money


@dataclass(eq=False)
class OrderTooSmall(Refusal):
    """The order comes to `wanted`; on account it takes `minimum` at least."""

    code = "order_too_small"
    status = 422
    field = "payments"
    wanted: Money
    minimum: Money


@dataclass(eq=False)
class InvoiceOverdue(Refusal):
    """Invoice `number` should have been paid long ago: nothing more is sold on account until it is."""

    code = "invoice_overdue"
    field = "payments"
    number: int


@dataclass(eq=False)
class LimitInUse(Refusal):
    """The company has ordered and owes `used` already, more than the limit that it is to have."""

    code = "limit_in_use"
    field = "limit"
    used: Money


@dataclass(eq=False)
class UnknownInvoice(Refusal):
    """There is no invoice `invoice`."""

    code = "unknown_invoice"
    status = 404
    field = "invoice"
    invoice: str


@dataclass(eq=False)
class PaidOtherwise(Refusal):
    """Order `number` was not bought on account, so no invoice of it can be credited."""

    code = "paid_otherwise"
    field = "order"
    number: str


@dataclass(eq=False)
class NotedAlready(Refusal):
    """What is to be noted has the name of `amount` that was noted already, of this invoice or of another one."""

    code = "noted_already"
    field = "amount"
    amount: Money


@dataclass(eq=False)
class MoreThanOpen(Refusal):
    """`asked` was to be noted for an invoice (it must be above zero), of which `open` is open, or has to go back."""

    code = "more_than_open"
    status = 422
    field = "amount"
    asked: Money
    open: Money
