from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("checkout", "0010_presents_and_who_prepared_them"),
        ("orders", "0012_why_orders_cost_what_they_do"),
    ]

    operations = [
        sql.function("oneshelf.modules.checkout.models", "checkout_write_order"),
    ]
