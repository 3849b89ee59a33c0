from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0011_parts_are_given_back_at_a_place'),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_fill"),
    ]
