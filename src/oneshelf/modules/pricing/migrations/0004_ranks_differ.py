from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ('pricing', '0003_lists_for_some_sales'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    'CREATE UNIQUE INDEX CONCURRENTLY price_lists_ranks_differ ON pricing_price_list (market_id, rank)'
                    ' WHERE archived_at IS NULL AND rank > 0',
                    'DROP INDEX CONCURRENTLY price_lists_ranks_differ',
                ),
            ],
            state_operations=[
                migrations.AddConstraint(
                    model_name='pricelist',
                    constraint=models.UniqueConstraint(
                        condition=models.Q(('archived_at', None), ('rank__gt', 0)),
                        fields=('market', 'rank'),
                        name='price_lists_ranks_differ',
                    ),
                ),
            ],
        ),
    ]
