from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inventory', '0009_units_are_told_apart'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='stockrejection',
            index=models.Index(fields=['market_id', 'variant_id', 'occurred_at'], name='inventory_rejection_of_variant'),
        ),
    ]
