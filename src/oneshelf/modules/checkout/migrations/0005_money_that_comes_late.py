from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0004_orders_leave_in_parcels'),
        ('inventory', '0006_buffers_fences_and_what_comes_in'),
    ]

    operations = [
        sql.function("oneshelf.modules.checkout.models", "checkout_write_order"),
    ]
