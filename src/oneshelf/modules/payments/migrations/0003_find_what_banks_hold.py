from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('payments', '0002_paid_when_collected'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='payment',
            index=models.Index(condition=models.Q(('claimed_by__isnull', False), ('state', 'authorised')), fields=['occurred_at'], name='payments_held'),
        ),
    ]
