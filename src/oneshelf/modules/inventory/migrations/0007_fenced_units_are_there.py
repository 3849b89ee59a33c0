from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0006_buffers_fences_and_what_comes_in'),
    ]

    operations = [
        ValidateConstraint(model_name='stocklevel', name='fenced_units_are_there'),
    ]
