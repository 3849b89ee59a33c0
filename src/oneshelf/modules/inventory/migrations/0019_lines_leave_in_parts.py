from django.db import migrations

from oneshelf.kernel import sql

_FUNCTIONS = [
    "inventory_part_units",
    "inventory_free_units",
    "inventory_hand_out_units",
    "inventory_carry_units",
    "inventory_keep_units",
]


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0018_find_who_waits"),
    ]

    operations = [sql.function("oneshelf.modules.inventory.models", name) for name in _FUNCTIONS]
