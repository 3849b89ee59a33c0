"""Goods are sold ahead, which their reservations say (`ahead`).

Reservations of customers who had chosen to wait before are not `ahead`, and are left so. They count as lying on the
shelf: whatever comes in is theirs before anybody's who was promised later, and their consignments are open to be picked
on their day, as they were written. To flag them alone would take that from them, since only what is awaited is made
good. Until their goods come the audit names their levels, which were promised more from the shelf than lies there; and
nobody is asked anew when the day moves, as nobody was then.
"""

import django.contrib.postgres.fields.ranges
import oneshelf.kernel.fields
import oneshelf.kernel.ids
import oneshelf.kernel.temporal
from django.db import migrations, models
from oneshelf.kernel import sql

_FUNCTIONS = [
    "inventory_awaited",
    "inventory_promise_ahead",
    "inventory_allow_ahead",
    "inventory_make_good",
    "inventory_promise",
    "inventory_take",
    "inventory_refuse",
    "inventory_hold_many",
    "inventory_fill",
    "inventory_part_with",
    "inventory_hand_out",
]


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0016_goods_are_carried_for_orders'),
    ]

    operations = [
        migrations.CreateModel(
            name='AheadRule',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('variant_id', models.UUIDField()),
                ('place_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('preorder', 'Pre-order'), ('backorder', 'Back-order')], max_length=10, verbose_name='kind')),
                ('units', models.BigIntegerField(verbose_name='units')),
                ('expected_on', models.DateField(null=True, verbose_name='expected on')),
                ('lead_days', models.IntegerField(null=True, verbose_name='days until it comes')),
                ('valid', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='valid')),
                ('note', models.TextField(db_default='', default='', verbose_name='note')),
                ('version', models.IntegerField(db_default=1, default=1)),
                ('updated_by', models.UUIDField(null=True)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'sale ahead of the goods',
                'verbose_name_plural': 'sales ahead of the goods',
                'db_table': 'inventory_ahead',
            },
        ),
        migrations.AddField(
            model_name='reservation',
            name='ahead',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddConstraint(
            model_name='aheadrule',
            constraint=oneshelf.kernel.temporal.NeverOverlaps(during='valid', keys=['market_id', 'variant_id', 'place_id'], name='goods_are_sold_ahead_in_one_way'),
        ),
        migrations.AddConstraint(
            model_name='aheadrule',
            constraint=models.CheckConstraint(condition=models.Q(('units__gte', 1), models.Q(('lead_days__isnull', True), ('lead_days__range', (1, 365)), _connector='OR')), name='sold_ahead_within_bounds'),
        ),
        migrations.AddConstraint(
            model_name='aheadrule',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'backorder'), models.Q(('expected_on__isnull', False), ('kind', 'preorder')), _connector='OR'), name='preorders_know_their_day'),
        ),
        migrations.AddConstraint(
            model_name='aheadrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid__lower_inc', True), ('valid__startswith__isnull', False), ('valid__upper_inc', False)), name='sale_ahead_is_half_open'),
        ),
        *(sql.function("oneshelf.modules.inventory.models", name) for name in _FUNCTIONS),
    ]
