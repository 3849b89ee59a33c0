"""What every change of a customer begins and ends with."""

from __future__ import annotations

from oneshelf.kernel.outbox import public as outbox
from oneshelf.modules.customers import models
from oneshelf.modules.customers.errors import CustomerIsErased, UnknownCustomer
from oneshelf.modules.customers.events import CustomerChanged, CustomerErased, GroupJoined, GroupLeft
from oneshelf.modules.customers.types import CustomerId, GroupId


def lock_customer(customer: CustomerId) -> models.Customer:
    """Lock and return the customer's row until the transaction ends. Raises UnknownCustomer, CustomerIsErased."""
    row = models.Customer.objects.select_for_update().filter(id=customer).first()
    if row is None:
        raise UnknownCustomer(customer=str(customer))
    if row.archived_at is not None:
        raise CustomerIsErased(customer=str(customer))
    return row


def announce_change(
    row: models.Customer, event: type[CustomerChanged] | type[CustomerErased] = CustomerChanged
) -> None:
    """Save the locked row as its next version and write the fact."""
    row.version += 1
    row.save()
    outbox.emit([outbox.Draft(event(row.id), row.id, row.version)])


def announce_membership(row: models.Customer, event: type[GroupJoined] | type[GroupLeft], group: GroupId) -> None:
    """Save the locked row as its next version and write which group it joined or left."""
    row.version += 1
    row.save(update_fields=["version"])
    outbox.emit([outbox.Draft(event(row.id, group), row.id, row.version)])
