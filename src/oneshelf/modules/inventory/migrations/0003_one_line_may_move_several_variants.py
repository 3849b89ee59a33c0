from django.db import migrations

from oneshelf.kernel import months


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('inventory', '0002_what_has_not_come_cannot_leave'),
    ]

    operations = [
        months.add_unique_index(
            "inventory_movement", "movement_once_a_cause_and_variant",
            "cause_id, cause_kind, cause_line, variant_id, occurred_at",
        ),
        migrations.RunSQL(
            "ALTER TABLE inventory_movement DROP CONSTRAINT IF EXISTS movement_once_a_cause", migrations.RunSQL.noop,
        ),
    ]
