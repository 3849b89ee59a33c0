from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('carts', '0006_carts_keep_coupons'),
    ]

    operations = [
        migrations.AddField(
            model_name='cart',
            name='begun_id',
            field=models.UUIDField(null=True),
        ),
    ]
