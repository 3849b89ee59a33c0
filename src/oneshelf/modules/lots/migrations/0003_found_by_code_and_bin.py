from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('lots', '0002_changes_of_parts'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='lot',
            index=models.Index(fields=['market_id', 'code'], name='lots_lot_called'),
        ),
        AddIndexConcurrently(
            model_name='home',
            index=models.Index(fields=['bin_id'], name='lots_home_in_bin'),
        ),
        sql.function("oneshelf.modules.lots.models", "lots_take"),
    ]
