"""Taking a customer into a group, and out of it."""

from __future__ import annotations

from django.db import transaction

from oneshelf.kernel import clock
from oneshelf.kernel.actors import Actor
from oneshelf.kernel.trail import public as trail
from oneshelf.modules.customers import models, queries
from oneshelf.modules.customers.actions.announce import announce_membership, lock_customer
from oneshelf.modules.customers.events import GroupJoined, GroupLeft
from oneshelf.modules.customers.types import CustomerId, GroupId


def join_group(customer: CustomerId, group: GroupId, *, actor: Actor) -> None:
    """Let the customer belong to the group from now on; twice is once.

    Raises UnknownGroup, ClosedGroup, UnknownCustomer, CustomerIsErased. Joins the caller's transaction.
    """
    queries.get_open_group(group)
    with transaction.atomic():
        row = lock_customer(customer)
        _, is_new = models.Membership.objects.get_or_create(
            group_id=group, customer_id=customer, defaults={"since": clock.now()}
        )
        if is_new:
            announce_membership(row, GroupJoined, group)
            _note("customer.joined_group", customer, group, actor)


def leave_group(customer: CustomerId, group: GroupId, *, actor: Actor) -> None:
    """Let the customer belong to the group no longer; who does not, stays out.

    Raises UnknownCustomer, CustomerIsErased. Joins the caller's transaction.
    """
    with transaction.atomic():
        row = lock_customer(customer)
        gone, _ = models.Membership.objects.filter(group_id=group, customer_id=customer).delete()
        if gone:
            announce_membership(row, GroupLeft, group)
            _note("customer.left_group", customer, group, actor)


def _note(what: str, customer: CustomerId, group: GroupId, actor: Actor) -> None:
    trail.record(what, trail.Subject("customer", customer), actor=actor, details={"group": group})
