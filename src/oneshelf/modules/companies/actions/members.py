"""Saying who orders for a company."""

from __future__ import annotations

from collections.abc import Collection

from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.companies import models
from oneshelf.modules.companies.errors import MemberElsewhere
from oneshelf.modules.companies.queries import get_company
from oneshelf.modules.companies.types import CompanyId
from oneshelf.modules.customers.public import CustomerId


@retried
def add_member(company: CompanyId, customer: CustomerId, *, most: int | None, actor: Actor) -> None:
    """Let a customer order for a company, up to `most` minor units an order. Again, it changes that bound.

    Raises UnknownCompany, and MemberElsewhere for who orders for another company of the market.
    """
    found = get_company(company)
    row, made = models.Member.objects.get_or_create(
        market_id=found.market, customer_id=customer, defaults={"company_id": company, "most": most}
    )
    if row.company_id != company:
        raise MemberElsewhere(company=get_company(CompanyId(row.company_id)).profile.name)
    if not made:
        models.Member.objects.filter(id=row.id).update(most=most)
    details: dict[str, trail.Detail] = {"customer": customer, "most": most}
    trail.record("companies.add_member", trail.Subject("company", company), actor=actor, details=details)


@retried
def drop_member(company: CompanyId, customer: CustomerId, *, actor: Actor) -> None:
    """Let a customer order for a company no more. What they have ordered stays. Harmless when they are no member."""
    if models.Member.objects.filter(company=company, customer=customer).delete()[0]:
        details: dict[str, trail.Detail] = {"customer": customer}
        trail.record("companies.drop_member", trail.Subject("company", company), actor=actor, details=details)


def forget_members(customers: Collection[CustomerId]) -> None:
    """Let who was erased order for no company any more."""
    models.Member.objects.filter(customer__in=customers).delete()
