from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ('checkout', '0001_initial'),
        ('carts', '0002_ordered_with_its_order'),
    ]

    operations = [
        sql.function("oneshelf.modules.checkout.models", "checkout_place"),
    ]
