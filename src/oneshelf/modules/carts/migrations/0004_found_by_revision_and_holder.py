from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from oneshelf.kernel import sql


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('carts', '0003_hands_and_drafts'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='cart',
            index=models.Index(condition=models.Q(('revision__isnull', False)), fields=['revision'], name='carts_cart_by_revision'),
        ),
        AddIndexConcurrently(
            model_name='cart',
            index=models.Index(condition=models.Q(('holder_id__isnull', False)), fields=['holder_id'], name='carts_cart_by_holder'),
        ),
        AddIndexConcurrently(
            model_name='cart',
            index=models.Index(condition=models.Q(('kept_until__isnull', False)), fields=['kept_until'], name='carts_cart_by_end'),
        ),
        AddIndexConcurrently(
            model_name='cart',
            index=models.Index(condition=models.Q(('sale', ''), _negated=True), fields=['updated_at'], name='carts_cart_being_paid'),
        ),
        sql.function("oneshelf.modules.carts.models", "carts_mark_ordered"),
    ]
