from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('supply', '0003_documents_are_compared_with_movements'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='receipt',
            index=models.Index(fields=['place_id', 'occurred_at'], name='supply_receipt_at_place'),
        ),
        AddIndexConcurrently(
            model_name='transfer',
            index=models.Index(fields=['target_id', 'received_at'], name='supply_transfer_came'),
        ),
    ]
