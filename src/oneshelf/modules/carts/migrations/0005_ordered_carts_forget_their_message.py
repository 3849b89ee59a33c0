from django.db import migrations

from oneshelf.kernel import sql


class Migration(migrations.Migration):
    dependencies = [("carts", "0004_found_by_revision_and_holder")]

    operations = [sql.function(__name__, "carts_mark_ordered")]
