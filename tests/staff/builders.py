"""Members of staff for tests."""

from __future__ import annotations

from itertools import count
from uuid import UUID

from oneshelf.kernel.accounts import public as accounts
from oneshelf.kernel.actors import SYSTEM
from oneshelf.modules.places import public as places
from oneshelf.modules.staff import public as staff

_numbers = count(1)

PASSWORD = "correct horse battery"


def a_member(*roles: str, at: places.PlaceId | None = None, account: UUID | None = None) -> staff.Member:
    """Hire somebody with an account and the built-in roles, at that place or everywhere."""
    number = next(_numbers)
    if account is None:
        account = accounts.open_account(f"staff-{number}@example.com", PASSWORD, email_verified=True)
    member = staff.hire(f"Member {number}", account=account)
    if roles:
        staff.open_built_in_roles()
    for role in roles:
        staff.assign(member.id, role, at=at, actor=SYSTEM)
    return member
