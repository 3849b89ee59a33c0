from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0018_find_who_waits"),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_sort"),
    ]
