from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("checkout", "0006_rates_become_services"),
        ("inventory", "0013_tills_heed_rules"),
    ]

    operations = [
        sql.function("oneshelf.modules.checkout.models", "checkout_write_order"),
    ]
