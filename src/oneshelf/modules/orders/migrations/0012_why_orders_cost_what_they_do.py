import django.contrib.postgres.fields
from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("orders", "0011_on_account"),
    ]

    operations = [
        migrations.CreateModel(
            name="OrderProof",
            fields=[
                ("order_id", models.UUIDField(primary_key=True, serialize=False)),
                ("market_id", models.UUIDField()),
                ("kernel", models.IntegerField()),
                ("proof", models.CharField(max_length=64)),
                ("sealed", models.TextField()),
            ],
            options={"db_table": "orders_proof"},
        ),
        migrations.AddField("orderadjustment", "rule_id", models.UUIDField(null=True)),
        migrations.AddField("orderadjustment", "rule_version", models.IntegerField(null=True)),
        migrations.AddField(
            "orderadjustment",
            "coupons",
            django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), null=True, size=None),
        ),
        migrations.AddConstraint(
            model_name="orderadjustment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("coupons__isnull", True), ("rule_id__isnull", True), ("rule_version__isnull", True)
                )
                | models.Q(("rule_id__isnull", False), ("rule_version__isnull", False)),
                name="a_promotion_names_its_rule_and_version",
            ),
        ),
        sql.function("oneshelf.modules.orders.models", "orders_book"),
    ]
