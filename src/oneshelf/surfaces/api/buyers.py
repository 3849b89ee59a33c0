"""For whom prices are shown: what a request says of its buyer."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from oneshelf.kernel.errors import Refusal
from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId
from oneshelf.modules.markets import public as markets
from oneshelf.modules.places import public as places
from oneshelf.modules.pricing.public import Buyer
from oneshelf.surfaces.api import directory
from oneshelf.surfaces.api.calls import Call
from oneshelf.surfaces.api.errors import ChannelClosed
from oneshelf.surfaces.api.placing import channel_for
from oneshelf.surfaces.api.shapes import Code, Given

WRONG_BUYER: tuple[type[Refusal], ...] = (
    *(markets.UnknownChannel, ChannelClosed, places.UnknownPlace, places.PlaceClosed),
    *(customers.UnknownCustomer, customers.UnknownGroup, customers.ClosedGroup),
)
"""What is refused about a buyer."""


class BuyerQuery(Given, frozen=True):
    """For whom prices are shown: anybody, as far as nothing is named."""

    channel: Annotated[Code | None, Meta(description="The channel of the sale.")] = None
    place: Annotated[Code | None, Meta(description="The place of a sale over its counter; needs `pricing.view`.")] = (
        None
    )
    customer: Annotated[UUID | None, Meta(description="Who would buy; needs `pricing.view` and `customers.view`.")] = (
        None
    )
    group: Annotated[
        Code | None, Meta(description="A group to which the customer would belong; needs `pricing.view`.")
    ] = None


def buyer_in(call: Call, query: BuyerQuery) -> Buyer:
    """Return for whom prices are asked. What a place, a customer or a group pays is not for everybody to know.

    Raises NotAllowed, UnknownChannel, ChannelClosed, UnknownPlace, PlaceClosed, UnknownCustomer, UnknownGroup and
    ClosedGroup.
    """
    if query.place or query.customer or query.group:
        call.actor.require("pricing.view")
    if query.customer:
        call.actor.require("customers.view")
    group = customers.group_by_code(query.group) if query.group else None
    return Buyer(
        channel=channel_for(call, query.channel).id if query.channel else None,
        place=directory.open_place(call.market.id, query.place).id if query.place else None,
        customer=customers.get_customer(CustomerId(query.customer)).id if query.customer else None,
        group=customers.get_open_group(group.id).id if group else None,
    )
