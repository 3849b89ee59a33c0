from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ('orders', '0006_search_among_millions'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='ordersearch',
            index=GinIndex(fastupdate=False, fields=['document'], name='orders_search_document'),
        ),
    ]
