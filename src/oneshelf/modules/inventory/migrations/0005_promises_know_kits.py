from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0004_goods_leave_from_several_places'),
    ]

    operations = [
        migrations.AddField(
            model_name='reservation',
            name='per',
            field=models.BigIntegerField(db_default=1),
        ),
        sql.function("oneshelf.modules.inventory.models", "inventory_promise"),
    ]
