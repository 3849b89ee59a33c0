"""Bring in groups with their members, whose ids the loader derived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import F

from oneshelf.kernel import bulk
from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.customers import models
from oneshelf.modules.customers.events import GroupJoined
from oneshelf.modules.customers.types import CustomerId, Group, GroupId


def bulk_load_groups(
    groups: Sequence[Group], members: Mapping[GroupId, Collection[CustomerId]], since: datetime
) -> int:
    """Add groups, and customers that are there as members `since` then; return how many memberships were new.

    Runs in the caller's transaction, which must be open. Each new membership is an event; what is there stays as it is.
    A group whose code another one has is left out with its members.
    """
    bulk.add_missing("customers_group", ["id", "code", "name"], [[each.id, each.code, each.name] for each in groups])
    known = set(models.Group.objects.filter(id__in=[each.id for each in groups]).values_list("id", flat=True))
    rows = [[customer, group, since] for group in members if group in known for customer in members[group]]
    joined = bulk.add_missing_and_tell(
        "customers_membership", ["customer_id", "group_id", "since"], rows, tell=["customer_id", "group_id"]
    )
    _announce([(CustomerId(customer), GroupId(group)) for customer, group in joined])
    return len(joined)


def _announce(joined: Sequence[tuple[CustomerId, GroupId]]) -> None:
    """Give each customer a next version for each group joined, and tell of it."""
    counts = Counter(customer for customer, _ in joined)
    rows = models.Customer.objects.select_for_update().filter(id__in=counts).order_by("id")
    versions = {CustomerId(row.id): row.version for row in rows}
    drafts = []
    for customer, group in joined:
        versions[customer] += 1
        drafts.append(outbox.Draft(GroupJoined(customer, group), customer, versions[customer]))
    for count in set(counts.values()):
        own = [customer for customer, groups in counts.items() if groups == count]
        models.Customer.objects.filter(id__in=own).update(version=F("version") + count)
    outbox.emit(drafts)
