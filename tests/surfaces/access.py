"""Who gets what at each door: the one table to which whoever builds a page or an endpoint adds a row.

A row is `"<METHOD> <route>": {role: status}`. Statuses are those of an address behind which nothing is: who may not
enter gets 403 (or 302 to sign in), who may gets what the door answers then, often 404 or 422. `*` in a route stands
for any rest; use it for the back-office lists only, where all routes of a table are alike.
"""

from __future__ import annotations

ROLES = ("anonymous", "shopper", "cashier", "picker", "manager", "owner")

Statuses = dict[str, int]


def everyone(status: int) -> Statuses:
    """A door that is the same for all."""
    return dict.fromkeys(ROLES, status)


def only(*roles: str, status: int = 200, others: int = 403, anonymous: int = 302) -> Statuses:
    """A door for some roles: `status` for them, `others` for who is somebody else, `anonymous` for who is nobody."""
    return {role: status if role in roles else anonymous if role == "anonymous" else others for role in ROLES}


ACCESS: dict[str, Statuses] = {
    "GET ui:components": everyone(200),
}
