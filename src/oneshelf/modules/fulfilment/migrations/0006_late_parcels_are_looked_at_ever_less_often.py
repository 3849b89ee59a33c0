from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fulfilment', '0005_paid_when_collected'),
    ]

    operations = [
        migrations.AddField(
            model_name='consignment',
            name='look_again_at',
            field=models.DateTimeField(null=True),
        ),
    ]
