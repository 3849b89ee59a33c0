"""Who knocks at doors, and how rows of the table of access are said."""

from __future__ import annotations

STAFF = ("cashier", "picker", "manager", "owner")
ROLES = ("anonymous", "shopper", *STAFF)

Statuses = dict[str, int]


def everyone(status: int) -> Statuses:
    """A door that is the same for all."""
    return dict.fromkeys(ROLES, status)


def shoppers(status: int = 200) -> Statuses:
    """A door for shoppers who have signed in; others are sent to sign in."""
    return everyone(302) | {"shopper": status}


def staff(*roles: str, status: int = 200) -> Statuses:
    """A door for some roles of staff; other staff is refused, everybody else sent to sign in."""
    others = dict.fromkeys(STAFF, 403)
    return everyone(302) | others | dict.fromkeys(roles, status)


def a_list(model: str, *, sees: tuple[str, ...], edits: tuple[str, ...] = ()) -> dict[str, Statuses]:
    """The doors of a back-office list: who sees it, who may add and change. A missing row leads back (302)."""
    seen = {*sees, *edits}
    return {
        f"* admin:{model}_changelist": staff(*seen),
        f"* admin:{model}_add": staff(*edits),
        f"GET admin:{model}_change": staff(*seen, status=302),
        f"POST admin:{model}_change": staff(*edits, status=302),
        f"* admin:{model}_delete": staff(),
        f"* admin:{model}_history": everyone(302),
    }
