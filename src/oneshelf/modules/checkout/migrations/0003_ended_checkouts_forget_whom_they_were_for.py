from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0002_orders_close_their_cart'),
    ]

    operations = [
        sql.function("oneshelf.modules.checkout.models", "checkout_place"),
        migrations.RunSQL(
            "UPDATE checkout_checkout SET contact = '' WHERE state <> 'open' AND contact <> ''",
            migrations.RunSQL.noop,
        ),
    ]
