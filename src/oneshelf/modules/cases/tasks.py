"""Jobs of cases."""

from __future__ import annotations

from uuid import UUID

import structlog

from oneshelf.kernel import clock, jobs
from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.errors import Refusal
from oneshelf.modules.cases import rules
from oneshelf.modules.cases.actions import tell
from oneshelf.modules.cases.actions.choose import choose
from oneshelf.modules.cases.queries import get_case, overdue
from oneshelf.modules.cases.types import CaseId

_log = structlog.get_logger(__name__)


@jobs.task
def tell_customer(case: str) -> None:
    """Mail the customer what went wrong. May be repeated."""
    tell.tell(CaseId(UUID(case)))


@jobs.scheduled("*/10 * * * *")
def give_back_what_nobody_chose() -> None:
    """Give the money back where a customer has chosen nothing in time; who waits for goods that are late waits on."""
    for case in overdue(clock.now(), rules.CUSTOMER_DECIDES):
        found = get_case(case)
        meant = next(each for each in found.alternatives if each.way is rules.SILENCE_MEANS[found.kind])
        try:
            choose(case, meant.number, actor=SYSTEM)
        except Refusal as refusal:
            _log.warning("a case was not settled in time", case=str(case), because=refusal.code)
