from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("inventory", "0019_goods_are_sorted_once"),
        ("lots", "0005_tell_what_has_moved"),
    ]

    operations = [
        sql.function("oneshelf.modules.inventory.models", "inventory_sort"),
    ]
