from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('carts', '0001_initial'),
    ]

    operations = [
        sql.function("oneshelf.modules.carts.models", "carts_mark_ordered"),
    ]
