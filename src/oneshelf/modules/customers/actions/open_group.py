"""Opening a group of customers, calling it by another name, and closing it."""

from __future__ import annotations

import re

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.ids import new_id
from oneshelf.kernel.outbox import public as outbox
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.transactions import refusals
from oneshelf.modules.customers import models, queries
from oneshelf.modules.customers.errors import BadGroup, UnknownGroup
from oneshelf.modules.customers.events import GroupClosed
from oneshelf.modules.customers.types import Group, GroupId

LONGEST_NAME = 100
_CODE = re.compile(r"(?=.{1,40}\Z)[a-z0-9]+(-[a-z0-9]+)*")


def open_group(code: str, name: str, *, actor: Actor) -> Group:
    """Open a group without members and return it. Raises BadGroup, GroupCodeTaken. Joins the caller's transaction."""
    name = _checked(code, name)
    with refusals(), transaction.atomic():
        row = models.Group.objects.create(id=new_id(), code=code, name=name)
        trail.record("customer_group.opened", trail.Subject("customer group", row.id), actor=actor)
    return queries.get_group(GroupId(row.id))


def rename_group(group: GroupId, name: str, *, actor: Actor) -> Group:
    """Call a group by another name; its code stays. Raises UnknownGroup, BadGroup. Joins the caller's transaction."""
    known = queries.get_group(group)
    name = _checked(known.code, name)
    with transaction.atomic():
        if not models.Group.objects.filter(id=group).update(name=name):
            raise UnknownGroup(group=str(group))
        trail.record("customer_group.renamed", trail.Subject("customer group", group), actor=actor)
    return queries.get_group(group)


def close_group(group: GroupId, *, actor: Actor) -> Group:
    """Let a group count no more, and return it; who belongs to it stays written down, and so does its code.

    Twice is once. Raises UnknownGroup. Joins the caller's transaction.
    """
    queries.get_group(group)
    with transaction.atomic():
        if models.Group.objects.filter(id=group, archived_at=None).update(archived_at=clock.now()):
            outbox.emit([outbox.Draft(GroupClosed(group), aggregate=group, sequence=1)])
            trail.record("customer_group.closed", trail.Subject("customer group", group), actor=actor)
    return queries.get_group(group)


def _checked(code: str, name: str) -> str:
    name = " ".join(name.split())
    if not (0 < len(name) <= LONGEST_NAME and _CODE.fullmatch(code)):
        raise BadGroup(group=code[:100], name=name[:LONGEST_NAME])
    return name
