from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0012_why_orders_cost_what_they_do"),
    ]

    operations = [
        migrations.AddField("order", "vat_id", models.CharField(blank=True, db_default="", default="", max_length=20)),
        sql.function("oneshelf.modules.orders.models", "orders_book"),
    ]
