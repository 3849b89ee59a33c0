from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('lots', '0003_found_by_code_and_bin'),
    ]

    operations = [
        sql.function("oneshelf.modules.lots.models", "lots_take"),
    ]
