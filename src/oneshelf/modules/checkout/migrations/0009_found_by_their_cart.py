from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("checkout", "0008_a_rush_is_held_in_groups"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="checkout",
            index=models.Index(
                condition=models.Q(("cart_id__isnull", False), ("state", "open")),
                fields=["cart_id"],
                name="checkout_open_of_cart",
            ),
        ),
    ]
