from django.db import migrations

from oneshelf.kernel import sql

_FUNCTIONS = ["inventory_part_with", "inventory_give", "inventory_sell_over_counter", "inventory_sell"]


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0012_a_fence_waits_for_its_first_goods"),
    ]

    operations = [sql.function("oneshelf.modules.inventory.models", name) for name in _FUNCTIONS]
