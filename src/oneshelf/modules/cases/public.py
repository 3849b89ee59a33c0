"""Cases: what went wrong with an order and waits for a person.

A fact opens a case, once: goods that no place can send, a promise that was missed, money that was not to be had when
the goods had left, goods that were sold twice; staff open others by hand. Its customer is told at once by e-mail, with
a link to the order's page, where every way out is one button: another place, a later day, the money back. What they
choose is done in the same transaction that settles the case. Who chooses nothing in time gets the money back; what an
order's end settles is settled by itself.

Invariants: a cause opens one case (`a_cause_opens_one_case`); one choice settles it, however many are made at once; the
mail goes out once; each change has one event with the case's version as its sequence, told to `order:<id>` and
`place:<id>`. Permissions: `cases.view` and `cases.settle`, at the place.
"""

from __future__ import annotations

from oneshelf.modules.cases.actions.choose import choose
from oneshelf.modules.cases.actions.open import open_case
from oneshelf.modules.cases.actions.settle import assign, settle
from oneshelf.modules.cases.actions.tell import link_with
from oneshelf.modules.cases.errors import CaseSettled, NoSuchWay, StillMissing, WayGone
from oneshelf.modules.cases.events import CaseAssigned, CaseOpened, CaseSettledFact, CustomerTold
from oneshelf.modules.cases.models import KIND_NAMES
from oneshelf.modules.cases.queries import audit, cases_of, get_case, overdue, to_settle
from oneshelf.modules.cases.types import CASE_MACHINE, Alternative, Case, CaseId, CaseState, Kind, Trouble, Way

__all__ = [
    "CASE_MACHINE",
    "KIND_NAMES",
    "Alternative",
    "Case",
    "CaseAssigned",
    "CaseId",
    "CaseOpened",
    "CaseSettled",
    "CaseSettledFact",
    "CaseState",
    "CustomerTold",
    "Kind",
    "NoSuchWay",
    "StillMissing",
    "Trouble",
    "Way",
    "WayGone",
    "assign",
    "audit",
    "cases_of",
    "choose",
    "get_case",
    "link_with",
    "open_case",
    "overdue",
    "settle",
    "to_settle",
]
