from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("coupons", "0002_codes_end"),
    ]

    operations = [
        sql.function("oneshelf.modules.coupons.models", "coupons_count"),
    ]
