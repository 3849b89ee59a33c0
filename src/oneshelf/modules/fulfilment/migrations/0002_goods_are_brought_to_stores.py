from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("fulfilment", "0001_initial"),
    ]

    operations = [
        migrations.AddField("consignment", "bring_to_id", models.UUIDField(null=True)),
        migrations.AddField("consignment", "there_by", models.DateTimeField(null=True, verbose_name="promised in the store")),
        migrations.AddField("consignment", "sent_from_id", models.UUIDField(null=True)),
        migrations.AddField("consignment", "sent_at", models.DateTimeField(null=True, verbose_name="sent to the store")),
        migrations.AlterField(
            "consignment",
            "method",
            models.CharField(
                choices=[
                    ("take_now", "Taken at once"),
                    ("collect", "Collect in store"),
                    ("ship", "Delivery"),
                    ("bring", "Brought to the store"),
                ],
                max_length=10,
                verbose_name="method",
            ),
        ),
        migrations.AlterField(
            "consignment",
            "state",
            models.CharField(
                choices=[
                    ("open", "To be picked"),
                    ("picking", "Being picked"),
                    ("ready", "Ready to collect"),
                    ("collected", "Collected"),
                    ("packed", "Packed"),
                    ("on_the_way", "On the way to the store"),
                    ("shipped", "Shipped"),
                    ("delivered", "Delivered"),
                    ("cancelled", "Cancelled"),
                    ("expired", "Not collected"),
                ],
                max_length=10,
                verbose_name="state",
            ),
        ),
        AddIndexConcurrently(
            "consignment",
            models.Index(
                condition=Q(sent_at__isnull=False) & ~Q(place_id=F("bring_to_id")),
                fields=["place_id", "bring_to_id", "due_at"],
                name="fulfilment_on_the_road",
            ),
        ),
    ]
