"""Put the roles in place that every shop begins with, and give them what a release brings."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from oneshelf.kernel.actors import SYSTEM
from oneshelf.kernel.trail import public as trail
from oneshelf.kernel.trail.public import Subject
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


@transaction.atomic
def open_built_in_roles() -> list[Role]:
    """Make the built-in roles that are missing, give the others the permissions that are new, and return all roles.

    What was changed stays changed: each permission is given once, so one that was taken away stays away. Joins the
    caller's transaction.
    """
    rows = [
        models.Role(code=code, name=str(_NAMES[code]), permissions=list(patterns), offered=list(patterns))
        for code, patterns in rules.BUILT_IN_ROLES.items()
    ]
    models.Role.objects.bulk_create(rows, ignore_conflicts=True)
    for role in models.Role.objects.select_for_update().filter(code__in=rules.BUILT_IN_ROLES):
        _give_what_is_new(role)
    return queries.list_roles()


def _give_what_is_new(role: models.Role) -> None:
    new = [pattern for pattern in rules.BUILT_IN_ROLES[role.code] if pattern not in role.offered]
    if not new:
        return
    role.permissions = [*role.permissions, *(pattern for pattern in new if pattern not in role.permissions)]
    role.offered = [*role.offered, *new]
    role.save(update_fields=["permissions", "offered"])
    trail.record("role.extended", Subject("role", role.id), actor=SYSTEM, details=dict.fromkeys(new, "given"))
