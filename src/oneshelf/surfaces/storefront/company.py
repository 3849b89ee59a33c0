"""Pages of who buys for a company: its credit, its invoices and its orders.

Who may order as much as the company may sees all of them; a member with a bound of their own sees what they ordered
themselves. Nobody else sees that the company is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from oneshelf.kernel.guards import customers_only
from oneshelf.kernel.money import Money
from oneshelf.modules.companies import public as companies
from oneshelf.modules.companies.public import Company, Document, DocumentId, Member
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.orders import public as orders
from oneshelf.modules.orders.public import OrderId, OrderSummary
from oneshelf.surfaces.storefront.pages import kindly, show
from oneshelf.surfaces.storefront.visits import Visit, visit_of
from oneshelf.ui import paper

PAGE = 20
"""Invoices on a page."""

ORDERS = 20
"""The latest orders that are shown."""

LONGEST_NUMBER = 15
"""Digits of a document's number that an address may name."""


@dataclass(frozen=True, slots=True)
class Bought:
    """An order on the company's account, and who of its members placed it."""

    order: OrderSummary
    by: str


@dataclass(frozen=True, slots=True)
class Written:
    """An invoice or a credit note, and whether it should have been paid by now."""

    document: Document
    is_overdue: bool


@customers_only
@kindly
@never_cache
@require_safe
def company(request: HttpRequest) -> HttpResponse:
    """Show the company for which the customer buys: what it can still order, what it owes, and its latest orders."""
    visit = visit_of(request)
    mine, member = _mine(visit)
    day, by = companies.today(mine.market), _whose(member)
    found = companies.list_documents(mine.id, by=by, below=_below(request), limit=PAGE + 1)
    late, left = companies.overdue([mine.id], day).get(mine.id, (0, 0))
    return show(
        request,
        "company/page",
        company=mine,
        member=member,
        most=Money(member.most, mine.currency) if member.most is not None else None,
        minimum=Money(mine.profile.minimum, mine.currency),
        used=mine.used,
        late=late,
        late_sum=Money(left, mine.currency),
        documents=[Written(each, _is_overdue(each, day)) for each in found[:PAGE]],
        more=found[PAGE - 1].number if len(found) > PAGE else None,
        bought=_bought(mine, by),
    )


@customers_only
@kindly
@never_cache
@require_safe
def document(request: HttpRequest, document: UUID) -> HttpResponse:
    """Return an invoice or a credit note as PDF. Raises UnknownInvoice, whether it is another's or nobody's."""
    visit = visit_of(request)
    mine, member = _mine(visit)
    found = companies.get_document(DocumentId(document))
    by = _whose(member)
    if found.company != mine.id or (by is not None and not _ordered_by(found, by)):
        raise companies.UnknownInvoice(invoice=str(document))
    with override(markets.get_market(found.market).default_language):  # everybody who has it has the same
        return paper.answer(found.file_name, companies.PAPER, companies.paper_of(found), companies.PAPER_STYLE)


def sees_all_of(visit: Visit, order: OrderId) -> bool:
    """Tell whether an order is on the account of the customer's company, and they see all of its orders."""
    if visit.membership is None:
        return False
    mine, member = visit.membership
    bought = companies.find_purchase(order)
    return bought is not None and bought.company == mine.id and _whose(member) is None


def _mine(visit: Visit) -> tuple[Company, Member]:
    """Return for which company the customer buys. Raises UnknownCompany, as if there were none."""
    found = visit.membership
    if found is None:
        raise companies.UnknownCompany(company="")
    return found


def _whose(member: Member) -> CustomerId | None:
    """Return whose orders a member sees; None for all of the company's."""
    return None if member.most is None else member.customer


def _ordered_by(document: Document, customer: CustomerId) -> bool:
    bought = companies.find_purchase(document.order)
    return bought is not None and bought.customer == customer


def _is_overdue(document: Document, day: date) -> bool:
    return document.open.minor > 0 and document.due_on < day


def _bought(mine: Company, by: CustomerId | None) -> list[Bought]:
    placed = orders.summaries_of(companies.orders_of(mine.id, by=by, limit=ORDERS))
    people = customers.customers_by_id({each.customer for each in placed if each.customer})
    return [Bought(each, people[each.customer].name if each.customer in people else "") for each in placed]


def _below(request: HttpRequest) -> int | None:
    """Return below which number the page goes on; what is no number begins at the latest."""
    text = request.GET.get("below", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None
