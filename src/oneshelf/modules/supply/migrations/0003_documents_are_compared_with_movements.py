from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("supply", "0002_lots_at_the_door"),
        ("inventory", "0015_books_are_compared_with_movements"),
    ]

    operations = [
        sql.function("oneshelf.modules.supply.models", "supply_audit_moves"),
    ]
