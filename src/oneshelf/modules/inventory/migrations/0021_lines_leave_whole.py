from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [("inventory", "0020_doubted_levels_are_found")]

    operations = [sql.function("oneshelf.modules.inventory.models", "inventory_hand_out_whole")]
