from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0007_fenced_units_are_there'),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_hold_many"),
        sql.function("oneshelf.modules.inventory.models", "inventory_transfer_hold"),
        sql.function("oneshelf.modules.inventory.models", "inventory_release_part"),
    ]
