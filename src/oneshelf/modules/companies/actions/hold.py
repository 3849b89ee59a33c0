"""Putting a company on hold, and letting it buy on account again."""

from __future__ import annotations

from django.db.models import F

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import retried
from oneshelf.modules.companies import models
from oneshelf.modules.companies.events import CompanyHeld, CompanyReleased
from oneshelf.modules.companies.queries import get_company
from oneshelf.modules.companies.types import Company, CompanyId


@retried
def hold(company: CompanyId, *, actor: Actor) -> Company:
    """Let a company buy nothing on account until it is released; what it has ordered stays. Harmless when it is held.

    Raises UnknownCompany.
    """
    if models.Company.objects.filter(id=company, on_hold=False).update(on_hold=True, version=F("version") + 1):
        _note(company, CompanyHeld, "companies.hold", actor)
    return get_company(company)


@retried
def release(company: CompanyId, *, actor: Actor) -> Company:
    """Let a company buy on account again. Harmless when it may. Raises UnknownCompany."""
    if models.Company.objects.filter(id=company, on_hold=True).update(on_hold=False, version=F("version") + 1):
        _note(company, CompanyReleased, "companies.release", actor)
    return get_company(company)


def _note(company: CompanyId, kind: type[CompanyHeld] | type[CompanyReleased], action: str, actor: Actor) -> None:
    now, at = get_company(company), clock.now()
    outbox.emit([outbox.Draft(kind(market=now.market), aggregate=company, sequence=now.version)], at=at)
    trail.record(action, trail.Subject("company", company), actor=actor, at=at)
