from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("checkout", "0007_tills_heed_rules"),
        ("inventory", "0015_books_are_compared_with_movements"),
    ]

    operations = [
        sql.function("oneshelf.modules.checkout.models", "checkout_arrange"),
        sql.function("oneshelf.modules.checkout.models", "checkout_hold"),
    ]
