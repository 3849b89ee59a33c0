from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("lots", "0004_units_without_a_lot_are_named"),
    ]

    operations = [
        sql.function("oneshelf.modules.lots.models", "lots_move"),
    ]
