"""What carts do when a customer is erased."""

from __future__ import annotations

from collections.abc import Sequence

from oneshelf.kernel.outbox import subscriptions
from oneshelf.kernel.outbox.public import Record
from oneshelf.modules.carts import models
from oneshelf.modules.customers.public import CustomerErased


def follow_erasures(records: Sequence[Record]) -> None:
    """What an erased customer wrote to presents is forgotten."""
    erased = [record.aggregate for record in records]
    models.Cart.objects.filter(customer__in=erased).exclude(gift_message="").update(gift_message="")


subscriptions.register("carts-erasures", [CustomerErased.TYPE], follow_erasures)
