"""Taking credit for orders: in the order's own transaction, by one condition that cannot be met twice."""

from __future__ import annotations

from datetime import date, datetime

from oneshelf.kernel import sql
from oneshelf.kernel.errors import Refusal
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import models, rules
from oneshelf.modules.companies.errors import (
    InvoiceOverdue,
    NotAMember,
    OnHold,
    OrderTooSmall,
    OverCredit,
    OverMemberLimit,
)
from oneshelf.modules.companies.queries import get_company, membership, today
from oneshelf.modules.companies.types import Company, CompanyId, Member
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets.public import MarketId
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId

_TAKE = sql.statement(__name__, "take_credit")
_MOVE = sql.statement(__name__, "move_credit")
_OVERDUE = sql.statement(__name__, "overdue", row=int)


def account_for(market: MarketId, customer: CustomerId | None, total: Money) -> Company:
    """Return on whose account a customer may order so much; whether there is credit, the order itself finds out.

    Raises NotAMember, OrderTooSmall and OverMemberLimit.
    """
    found = membership(market, customer) if customer else None
    if found is None:
        raise NotAMember
    company, member = found
    rules.check_order(company, member, total)
    return company


def why_not(company: Company, member: Member, total: Money) -> Refusal | None:
    """Return what stands against an order of a member over `total` as it looks now, None when nothing does.

    It is for showing: whether there is credit, the order itself finds out.
    """
    try:
        rules.check_order(company, member, total)
    except (OrderTooSmall, OverMemberLimit) as refusal:
        return refusal
    return _stands_against(company, total)


def why_not_more(order: orders.Order, more: Money) -> Refusal | None:
    """Return what stands against an order's costing `more`, as `why_not` does; nothing if it is not on account."""
    if order.terms is not orders.Terms.ON_ACCOUNT or more.minor <= 0:
        return None
    row = models.Purchase.objects.get(order_id=order.summary.id)
    try:
        company, member = _buyer(row, order)
        rules.check_bound(member, order.due + more)
    except (NotAMember, OverMemberLimit) as refusal:
        return refusal
    return _stands_against(company, more)


def _stands_against(company: Company, wanted: Money) -> Refusal | None:
    found = _refusal(company.id, wanted, today(company.market))
    return found if not isinstance(found, OverCredit) or found.left < wanted else None


def buy_on_account(
    order: OrderId, company: Company, customer: CustomerId, total: Money, *, at: datetime, reference: str = ""
) -> None:
    """Take credit for an order, in the transaction that writes it, as its last step: the company's row is locked.

    `reference` is the company's own number of the order. Raises OnHold, InvoiceOverdue and OverCredit.
    """
    orders.pay_on_account(order, at=at)
    day = today(company.market, at)
    given = {"order": order, "company": company.id, "customer": customer, "reference": reference}
    if not _TAKE.execute(**given, amount=total.minor, today=day):
        raise _refusal(company.id, total, day)


def change_credit(order: OrderId) -> None:
    """Let a changed order take credit for what it costs now and is not invoiced yet, in the caller's transaction.

    Less is always possible. More is what a new order is: for who may order so much, within the company's limit, while
    it is neither on hold nor long overdue; only its least does not count. As the last step, as `buy_on_account`.
    Raises NotAMember, OverMemberLimit, OnHold, InvoiceOverdue and OverCredit.
    """
    row = models.Purchase.objects.select_for_update().get(order_id=order)
    found = orders.get_order(order)
    more = max(0, found.due.minor - row.invoiced) - row.ordered
    if more > 0:
        _take_more(row, found, more)
    elif more < 0:
        move_credit(row, ordered=more, invoiced=0, currency=found.due.currency)


def _take_more(row: models.Purchase, order: orders.Order, more: int) -> None:
    company, member = _buyer(row, order)
    rules.check_bound(member, order.due)
    day = today(company.market)
    given = {"order": row.order_id, "company": company.id, "customer": row.customer_id, "reference": row.reference}
    if not _TAKE.execute(**given, amount=more, today=day):
        raise _refusal(company.id, Money(more, order.due.currency), day)


def _buyer(row: models.Purchase, order: orders.Order) -> tuple[Company, Member]:
    """Return who placed an order, and for which company. Raises NotAMember when they do so no more."""
    found = membership(order.summary.market, CustomerId(row.customer_id))
    if found is None or found[0].id != row.company_id:
        raise NotAMember
    return found


def move_credit(row: models.Purchase, *, ordered: int, invoiced: int, currency: str) -> None:
    """Count what an order, whose row is locked, and its company have ordered and owe more, or less.

    Raises OverCredit.
    """
    if not _MOVE.execute(company=row.company_id, ordered=ordered, owed=invoiced):
        left = get_company(CompanyId(row.company_id)).left
        raise OverCredit(wanted=Money(ordered + invoiced, currency), left=left)
    row.ordered += ordered
    row.invoiced += invoiced
    row.save(update_fields=["ordered", "invoiced"])


def lower_debt(company: CompanyId, amount: Money) -> None:
    """Count that a company owes `amount` less, or more by what goes back. Its row is the last that is locked.

    Raises OverCredit when what should go back has been taken as credit for orders meanwhile.
    """
    if not _MOVE.execute(company=company, ordered=0, owed=-amount.minor):
        raise OverCredit(wanted=-amount, left=get_company(company).left)


def _refusal(company: CompanyId, wanted: Money, day: date) -> Refusal:
    now = get_company(company)
    if now.on_hold:
        return OnHold(company=now.profile.name)
    overdue = _OVERDUE.find(company=company, today=day)
    return OverCredit(wanted=wanted, left=now.left) if overdue is None else InvoiceOverdue(number=overdue)
