from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("coupons", "0001_initial"),
    ]

    operations = [
        migrations.AddField("code", "ends_at", models.DateTimeField(null=True)),
        sql.function("oneshelf.modules.coupons.models", "coupons_reserve"),
    ]
