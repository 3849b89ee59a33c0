"""What somebody did to a promotion while somebody else looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import ActorKind, names_of
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.promotions.public import Promotion

ACTS: dict[str, str | Promise] = {
    "promotion.drafted": _("drafted it"),
    "promotion.changed": _("changed what it says"),
    "promotion.went_live": _("let it go live"),
    "promotion.paused": _("paused it"),
    "promotion.ended": _("ended it"),
}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did, and when; nobody is named for the house itself."""

    at: datetime
    who: str
    what: str | Promise


def acts_since(known: Promotion, seen: int) -> list[Act]:
    """Return what was done to a promotion since it was at version `seen`, the latest first: each act is a version."""
    entries = trail.of_subject(trail.Subject("promotion", known.id))[: max(known.version - seen, 0)]
    names: dict[UUID, str] = {}
    for kind in {each.actor_kind for each in entries}:
        ids = {each.actor_id for each in entries if each.actor_kind == kind and each.actor_id}
        names |= names_of(ActorKind(kind), ids)
    return [
        Act(each.at, names.get(each.actor_id, "") if each.actor_id else "", ACTS.get(each.action, each.action))
        for each in entries
    ]
