"""Staff: who works here, what their roles let them do at which places, and the PIN by which tills know them.

Roles are data: codes with permission patterns over what the modules declare (`kernel.actors.declare_permissions`).
A member has a role at one place or everywhere; `actor_for` turns an account into an actor with those grants.

Invariants: an account belongs to at most one member; nobody gives a right that they lack; after five wrong PINs in
a row at a till the member is locked out of it for a quarter of an hour, however many tries run side by side; who was
dismissed has no right from the next request on, and is never deleted. Permission: `staff.manage`, at the place.
"""

from __future__ import annotations

from oneshelf.modules.staff.actions.assign import assign, withdraw
from oneshelf.modules.staff.actions.check_pin import check_pin
from oneshelf.modules.staff.actions.hire import dismiss, hire, invite
from oneshelf.modules.staff.actions.open_built_in_roles import open_built_in_roles
from oneshelf.modules.staff.actions.set_pin import set_pin
from oneshelf.modules.staff.errors import (
    AccountTaken,
    MayNotGrant,
    NotStaff,
    PinLocked,
    UnknownMember,
    UnknownRole,
    WeakPin,
    WrongPin,
)
from oneshelf.modules.staff.queries import (
    actor_for,
    actor_of,
    assignments_of,
    find_actor,
    find_member,
    get_member,
    get_role,
    list_members,
    list_roles,
    member_of,
    members_at,
    members_by_id,
    members_everywhere,
)
from oneshelf.modules.staff.types import (
    MOST_WRONG_PINS,
    PIN_LOCK,
    Assignment,
    Member,
    MemberId,
    Role,
)

__all__ = [
    "MOST_WRONG_PINS",
    "PIN_LOCK",
    "AccountTaken",
    "Assignment",
    "MayNotGrant",
    "Member",
    "MemberId",
    "NotStaff",
    "PinLocked",
    "Role",
    "UnknownMember",
    "UnknownRole",
    "WeakPin",
    "WrongPin",
    "actor_for",
    "actor_of",
    "assign",
    "assignments_of",
    "check_pin",
    "dismiss",
    "find_actor",
    "find_member",
    "get_member",
    "get_role",
    "hire",
    "invite",
    "list_members",
    "list_roles",
    "member_of",
    "members_at",
    "members_by_id",
    "members_everywhere",
    "open_built_in_roles",
    "set_pin",
    "withdraw",
]
