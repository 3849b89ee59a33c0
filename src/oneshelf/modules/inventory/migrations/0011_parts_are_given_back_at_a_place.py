from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0010_find_what_was_looked_for_in_vain"),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_release_part"),
    ]
