"""Groups of customers: who is treated alike in prices and promotions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from oneshelf.modules.customers import public as customers
from oneshelf.modules.customers.public import CustomerId, Group
from oneshelf.surfaces.api import cursors, shapes
from oneshelf.surfaces.api.calls import Call, Reply
from oneshelf.surfaces.api.operations import operation

VIEW, MANAGE = "customers.view", "customers.manage"

GroupName = Annotated[str, Meta(min_length=1, max_length=100)]


class NewCustomerGroup(shapes.Given, frozen=True):
    """A group to be: its `code` is for programs, and stays."""

    code: Annotated[str, Meta(min_length=1, max_length=40)]
    name: GroupName


class RenamedGroup(shapes.Given, frozen=True):
    """Another name."""

    name: GroupName


class CustomerGroup(msgspec.Struct, frozen=True):
    """A group and how many customers belong to it. A closed one counts no more."""

    code: str
    name: str
    members: int
    closed: bool


class CustomerGroups(msgspec.Struct, frozen=True):
    """The open groups, by name."""

    items: list[CustomerGroup]


class MembersQuery(shapes.Given, frozen=True):
    """Which page."""

    cursor: shapes.Cursor | None = None
    limit: shapes.Limit = 50


class GroupMember(msgspec.Struct, frozen=True):
    """A customer who belongs to a group."""

    customer: UUID
    name: str
    email: str


class GroupMemberPage(msgspec.Struct, frozen=True):
    """A page of the members of a group."""

    items: list[GroupMember]
    next: str | None


class NewGroupMember(shapes.Given, frozen=True):
    """Who is to belong to a group."""

    customer: UUID


@operation(
    "GET", "/customer-groups", summary="List groups of customers", tag="customers", needs=VIEW, gives=CustomerGroups
)
def list_customer_groups(call: Call) -> Reply:
    """Return the open groups of customers; they are of all markets."""
    call.actor.require(VIEW)
    return Reply(CustomerGroups([_shown(each) for each in customers.list_groups()]))


@operation(
    "POST",
    "/customer-groups",
    summary="Open a group of customers",
    tag="customers",
    needs=MANAGE,
    gives=CustomerGroup,
    status=201,
    key_needed=True,
    refuses=(customers.BadGroup, customers.GroupCodeTaken),
)
def open_customer_group(call: Call, body: NewCustomerGroup) -> Reply:
    """Open a group without members."""
    call.actor.require(MANAGE)
    call.required_claim()
    return call.once(lambda: Reply(_shown(customers.open_group(body.code, body.name, actor=call.actor)), 201))


@operation(
    "GET",
    "/customer-groups/{group}",
    summary="Show a group of customers",
    tag="customers",
    needs=VIEW,
    gives=CustomerGroup,
    refuses=(customers.UnknownGroup,),
)
def show_customer_group(call: Call, group: str) -> Reply:
    """Return one group by its code, closed or not."""
    return Reply(_shown(_named(call, group, VIEW)))


@operation(
    "PUT",
    "/customer-groups/{group}",
    summary="Rename a group of customers",
    tag="customers",
    needs=MANAGE,
    gives=CustomerGroup,
    refuses=(customers.UnknownGroup, customers.BadGroup),
)
def rename_customer_group(call: Call, group: str, body: RenamedGroup) -> Reply:
    """Call a group by another name; its code stays."""
    known = _named(call, group, MANAGE)
    return Reply(_shown(customers.rename_group(known.id, body.name, actor=call.actor)))


@operation(
    "POST",
    "/customer-groups/{group}/close",
    summary="Close a group of customers",
    tag="customers",
    needs=MANAGE,
    gives=CustomerGroup,
    refuses=(customers.UnknownGroup,),
)
def close_customer_group(call: Call, group: str) -> Reply:
    """Let a group count no more: no price and no promotion is for it then. Its code stays taken. Twice is once."""
    known = _named(call, group, MANAGE)
    return call.once(lambda: Reply(_shown(customers.close_group(known.id, actor=call.actor))))


@operation(
    "GET",
    "/customer-groups/{group}/members",
    summary="List who belongs to a group",
    tag="customers",
    needs=VIEW,
    gives=GroupMemberPage,
    refuses=(customers.UnknownGroup,),
)
def list_group_members(call: Call, group: str, query: MembersQuery) -> Reply:
    """Return a page of the customers of a group, those who came first first."""
    known = _named(call, group, VIEW)
    after = CustomerId(cursors.row_in(query.cursor)) if query.cursor else None
    found = customers.members_of(known.id, after=after, limit=query.limit + 1)
    page = found[: query.limit]
    more = str(page[-1].id) if len(found) > query.limit else None
    return Reply(GroupMemberPage([GroupMember(each.id, each.name, each.email) for each in page], more))


@operation(
    "POST",
    "/customer-groups/{group}/members",
    summary="Take a customer into a group",
    tag="customers",
    needs=MANAGE,
    gives=CustomerGroup,
    refuses=(
        *(customers.UnknownGroup, customers.ClosedGroup),
        *(customers.UnknownCustomer, customers.CustomerIsErased),
    ),
)
def join_customer_group(call: Call, group: str, body: NewGroupMember) -> Reply:
    """Let a customer belong to a group from now on. Twice is once."""
    known = _named(call, group, MANAGE)

    def work() -> Reply:
        customers.join_group(CustomerId(body.customer), known.id, actor=call.actor)
        return Reply(_shown(customers.get_group(known.id)))

    return call.once(work)


@operation(
    "DELETE",
    "/customer-groups/{group}/members/{customer}",
    summary="Take a customer out of a group",
    tag="customers",
    needs=MANAGE,
    gives=CustomerGroup,
    refuses=(customers.UnknownGroup, customers.UnknownCustomer, customers.CustomerIsErased),
)
def leave_customer_group(call: Call, group: str, customer: str) -> Reply:
    """Let a customer belong to a group no longer; who does not, stays out."""
    known = _named(call, group, MANAGE)
    customers.leave_group(CustomerId(shapes.read_id(customer, "customer")), known.id, actor=call.actor)
    return Reply(_shown(customers.get_group(known.id)))


def _named(call: Call, code: str, permission: str) -> Group:
    call.actor.require(permission)
    return customers.group_by_code(code)


def _shown(found: Group) -> CustomerGroup:
    return CustomerGroup(found.code, found.name, found.members, found.closed)
