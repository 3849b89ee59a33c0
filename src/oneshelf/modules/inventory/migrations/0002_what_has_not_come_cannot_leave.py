from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0001_initial'),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_use"),
    ]
