from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0015_books_are_compared_with_movements"),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_carry"),
    ]
