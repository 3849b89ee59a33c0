"""Put the roles in place that every shop begins with."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from oneshelf.modules.staff import models, queries, rules
from oneshelf.modules.staff.types import Role

_NAMES = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "cashier": _("Cashier"),
    "picker": _("Picker"),
    "service": _("Customer service"),
    "merchandiser": _("Merchandiser"),
}


def open_built_in_roles() -> list[Role]:
    """Make the built-in roles that are missing and return all roles. One that was changed stays changed.

    Joins the caller's transaction.
    """
    rows = [
        models.Role(code=code, name=str(_NAMES[code]), permissions=list(patterns))
        for code, patterns in rules.BUILT_IN_ROLES.items()
    ]
    models.Role.objects.bulk_create(rows, ignore_conflicts=True)
    return queries.list_roles()
