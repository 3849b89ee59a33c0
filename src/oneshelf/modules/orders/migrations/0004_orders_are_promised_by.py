from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0003_find_the_orders_of_a_place'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='promised_by',
            field=models.DateTimeField(null=True, verbose_name='promised by'),
        ),
        migrations.AddField(
            model_name='order',
            name='promise_kept',
            field=models.BooleanField(null=True, verbose_name='promise kept'),
        ),
        sql.function("oneshelf.modules.orders.models", "orders_enter"),
    ]
