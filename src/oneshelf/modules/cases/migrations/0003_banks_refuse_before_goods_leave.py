from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0002_goods_come_later"),
    ]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="kind",
            field=models.CharField(
                choices=[
                    ("line_short", "Goods missing"),
                    ("payment_not_captured", "Bank refused to pay"),
                    ("hold_lost", "Paid, but the goods are gone"),
                    ("late", "Late"),
                    ("delayed", "Goods come later"),
                    ("address", "Address wrong"),
                    ("refused", "Parcel refused"),
                ],
                max_length=24,
                verbose_name="kind",
            ),
        ),
    ]
