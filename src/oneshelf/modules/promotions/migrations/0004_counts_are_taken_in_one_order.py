from django.db import migrations

from oneshelf.kernel import sql

_PACKAGE = "oneshelf.modules.promotions.models"


class Migration(migrations.Migration):

    dependencies = [
        ("promotions", "0003_rehearsals_are_kept"),
    ]

    operations = [
        sql.function(_PACKAGE, "promotions_uncount"),
        sql.function(_PACKAGE, "promotions_take"),
    ]
