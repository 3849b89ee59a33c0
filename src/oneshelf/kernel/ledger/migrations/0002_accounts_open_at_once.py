from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        sql.function("oneshelf.kernel.ledger.models", "ledger_apply"),
    ]
