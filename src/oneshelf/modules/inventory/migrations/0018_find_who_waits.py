from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inventory', '0017_goods_are_sold_ahead'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='reservation',
            index=models.Index(condition=models.Q(('ahead', True)), fields=['market_id', 'variant_id', 'place_id'], name='inventory_reservation_ahead'),
        ),
    ]
