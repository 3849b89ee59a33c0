from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('fulfilment', '0003_goods_are_awaited'),
    ]

    operations = [
        ValidateConstraint(model_name='consignment', name='awaited_goods_have_a_day'),
        AddIndexConcurrently(
            model_name='consignment',
            index=models.Index(condition=models.Q(('state', 'awaited')), fields=['place_id', 'opened_at'], name='fulfilment_awaited'),
        ),
    ]
