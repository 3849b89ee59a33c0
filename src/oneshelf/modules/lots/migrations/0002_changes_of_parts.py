from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("lots", "0001_initial"),
    ]

    operations = [
        sql.function("oneshelf.modules.lots.models", "lots_changes"),
    ]
