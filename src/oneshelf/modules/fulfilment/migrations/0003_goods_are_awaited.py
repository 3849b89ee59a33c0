from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fulfilment', '0002_goods_are_brought_to_stores'),
    ]

    operations = [
        migrations.AddField(
            model_name='consignment',
            name='expected_on',
            field=models.DateField(null=True, verbose_name='goods expected'),
        ),
        migrations.AlterField(
            model_name='consignment',
            name='state',
            field=models.CharField(choices=[('awaited', 'Waiting for goods'), ('open', 'To be picked'), ('picking', 'Being picked'), ('ready', 'Ready to collect'), ('collected', 'Collected'), ('packed', 'Packed'), ('on_the_way', 'On the way to the store'), ('shipped', 'Shipped'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled'), ('expired', 'Not collected')], max_length=10, verbose_name='state'),
        ),
        AddConstraintNotValid(
            model_name='consignment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'awaited'), _negated=True), ('expected_on__isnull', False), _connector='OR'), name='awaited_goods_have_a_day'),
        ),
    ]
