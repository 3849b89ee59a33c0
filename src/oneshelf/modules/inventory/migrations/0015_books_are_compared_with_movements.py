from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0014_changes_hold_goods"),
        ("lots", "0002_changes_of_parts"),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_audit_entries"),
        sql.function("oneshelf.modules.inventory.models", "inventory_moved"),
    ]
