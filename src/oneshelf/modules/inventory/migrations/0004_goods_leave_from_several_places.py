from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0003_one_line_may_move_several_variants'),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_free"),
        sql.function("oneshelf.modules.inventory.models", "inventory_release"),
        sql.function("oneshelf.modules.inventory.models", "inventory_hand_out"),
        sql.function("oneshelf.modules.inventory.models", "inventory_post"),
    ]
