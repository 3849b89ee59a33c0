from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    dependencies = [
        ("counts", "0001_initial"),
        ("inventory", "0015_books_are_compared_with_movements"),
    ]

    operations = [
        sql.function("oneshelf.modules.counts.models", "counts_audit_corrections"),
    ]
