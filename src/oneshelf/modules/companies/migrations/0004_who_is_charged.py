from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("companies", "0003_made_up_companies"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="treatment",
            field=models.CharField(db_default="charged", default="charged", max_length=8),
        ),
        migrations.AddField(
            model_name="document",
            name="tax_added",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
