"""A shop that ran the release before: what its roles hold after it has migrated."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from oneshelf.kernel import actors
from oneshelf.modules.staff import public as staff
from oneshelf.modules.staff.rules import expand

pytestmark = [pytest.mark.database, pytest.mark.django_db]

FIRST_GIVEN: dict[str, str] = import_module("oneshelf.modules.staff.migrations.0002_what_releases_gave").FIRST_GIVEN

FIRST, LATEST = [("staff", "0001_initial")], [("staff", "0002_what_releases_gave")]


def test_roles_of_before_get_what_is_new_and_what_was_taken_away_stays_away() -> None:
    MigrationExecutor(connection).migrate(FIRST)
    before = MigrationExecutor(connection).loader.project_state(FIRST).apps.get_model("staff", "Role")
    before.objects.all().delete()
    for code, patterns in FIRST_GIVEN.items():
        before.objects.create(code=code, name=code, permissions=patterns.split())
    kept = [each for each in FIRST_GIVEN["manager"].split() if each != "orders.*"]
    before.objects.filter(code="manager").update(permissions=[*kept, "orders.view"])
    before.objects.create(code="weekend", name="Weekend", permissions=["tills.sell"])
    MigrationExecutor(connection).migrate(LATEST)
    staff.open_built_in_roles()
    new = ["promotions.approve", "coupons.export", "offers.manage", "pricing.edit", "tax.manage", "parity.decide"]
    assert expand(staff.get_role("manager").permissions, new) == set(new)
    assert "orders.refund" not in expand(staff.get_role("manager").permissions, ["orders.refund"])
    assert expand(staff.get_role("merchandiser").permissions, new) == set(new) - {"tax.manage"}
    seen = {"promotions.view", "coupons.view", "offers.view"}
    assert expand(staff.get_role("service").permissions, actors.permissions().keys()) >= seen
    assert staff.get_role("weekend").permissions == ("tills.sell",), "what a shop named itself is its own to change"
    manager = staff.get_role("manager")
    staff.open_built_in_roles()
    assert staff.get_role("manager") == manager
