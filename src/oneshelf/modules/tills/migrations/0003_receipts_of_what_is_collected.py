"""A till takes money for what is collected as well: an order may have a receipt for each consignment of it."""

from django.db import migrations, models


def _unique(name: str, column: str, condition: str, state: models.UniqueConstraint) -> migrations.SeparateDatabaseAndState:
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS {name} ON tills_receipt ({column}) WHERE {condition}",
                f"DROP INDEX IF EXISTS {name}",
            )
        ],
        [migrations.AddConstraint("receipt", state)],
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("tills", "0002_cash_given")]

    operations = [
        migrations.AddField("receipt", "consignment_id", models.UUIDField(null=True, editable=False)),
        _unique(
            "a_sale_has_one_receipt",
            "order_id",
            "consignment_id IS NULL",
            models.UniqueConstraint(
                fields=["order_id"],
                condition=models.Q(consignment_id__isnull=True),
                name="a_sale_has_one_receipt",
            ),
        ),
        _unique(
            "what_is_collected_has_one_receipt",
            "consignment_id",
            "consignment_id IS NOT NULL",
            models.UniqueConstraint(
                fields=["consignment_id"],
                condition=models.Q(consignment_id__isnull=False),
                name="what_is_collected_has_one_receipt",
            ),
        ),
        migrations.RemoveConstraint("receipt", "an_order_has_one_receipt"),
    ]
