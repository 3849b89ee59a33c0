from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("tax", "0003_rates_become_windows"),
    ]

    operations = [
        migrations.AddField(
            model_name="regime",
            name="rounded_per",
            field=models.CharField(
                choices=[("document", "the whole basket"), ("line", "each line")],
                db_default="document",
                default="document",
                help_text="As the law says where you sell. Orders that are placed keep what they were priced with.",
                max_length=10,
                verbose_name="tax is rounded for",
            ),
        ),
        migrations.AddField(
            model_name="regime",
            name="halves",
            field=models.CharField(
                choices=[("half_away", "up, away from zero"), ("half_even", "to the even one")],
                db_default="half_away",
                default="half_away",
                help_text="Those of tax, and of what promotions take off: 0.5 of the smallest coin.",
                max_length=10,
                verbose_name="halves are rounded",
            ),
        ),
        migrations.AddConstraint(
            model_name="regime",
            constraint=models.CheckConstraint(
                condition=models.Q(("halves__in", ["half_away", "half_even"]), ("rounded_per__in", ["document", "line"])),
                name="tax_regime_rounding_is_known",
            ),
        ),
    ]
