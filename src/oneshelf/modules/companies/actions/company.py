"""Keeping companies: who they are, and on which terms they buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals, retried
from oneshelf.modules.companies import models
from oneshelf.modules.companies.errors import CompanyChanged as ChangedMeanwhile
from oneshelf.modules.companies.errors import LimitInUse
from oneshelf.modules.companies.events import CompanyChanged
from oneshelf.modules.companies.queries import as_company, get_company
from oneshelf.modules.companies.types import Company, CompanyId, Profile
from oneshelf.modules.markets.public import MarketId


@retried
def open_company(market: MarketId, profile: Profile, *, actor: Actor, made_up: Sequence[str] = ()) -> Company:
    """Let a company buy on account in a market, on the terms of its profile; return it.

    `made_up` names what of it a loader invented.
    """
    row = models.Company.objects.create(market_id=market, made_up=list(made_up), **asdict(profile))
    company = as_company(row)
    _announce(company, "companies.open", actor)
    return company


@retried
def change_company(company: CompanyId, profile: Profile, *, version: int, actor: Actor) -> Company:
    """Change what is said of a company, as it was looked at. What it takes of its credit stays as it is.

    Raises UnknownCompany, CompanyChanged, and LimitInUse for a limit below what it has ordered and owes.
    """
    in_use = LimitInUse(used=get_company(company).used)
    with refusals({"company_never_takes_more_credit_than_it_has": in_use}):
        rows = models.Company.objects.filter(id=company, version=version)
        changed = rows.update(**asdict(profile), version=version + 1)
    now = get_company(company)
    if not changed:
        raise ChangedMeanwhile(version=now.version)
    _announce(now, "companies.change", actor)
    return now


def _announce(company: Company, action: str, actor: Actor) -> None:
    at = clock.now()
    event = CompanyChanged(market=company.market, limit=company.limit, net_days=company.profile.net_days)
    outbox.emit([outbox.Draft(event, aggregate=company.id, sequence=company.version)], at=at)
    details: dict[str, trail.Detail] = {"limit": company.limit.minor, "currency": company.currency}
    trail.record(action, trail.Subject("company", company.id), actor=actor, details=details, at=at)
