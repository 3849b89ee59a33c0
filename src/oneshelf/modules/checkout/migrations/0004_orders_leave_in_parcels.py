from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0003_ended_checkouts_forget_whom_they_were_for'),
        ('inventory', '0005_promises_know_kits'),
        ('orders', '0004_orders_are_promised_by'),
        ('sourcing', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='checkout',
            name='parcels',
            field=models.TextField(blank=True, db_default=''),
        ),
        migrations.AddField(
            model_name='checkout',
            name='promised_by',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='checkout',
            name='decision',
            field=models.TextField(blank=True, db_default=''),
        ),
        sql.function("oneshelf.modules.checkout.models", "checkout_hold"),
        sql.function("oneshelf.modules.checkout.models", "checkout_write_order"),
    ]
