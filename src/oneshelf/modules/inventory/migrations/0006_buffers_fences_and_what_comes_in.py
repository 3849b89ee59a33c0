import django.contrib.postgres.fields.ranges
import django.db.models.expressions
import oneshelf.kernel.fields
import oneshelf.kernel.ids
import oneshelf.kernel.temporal
import oneshelf.modules.inventory.models
from django.contrib.postgres.operations import AddConstraintNotValid, BtreeGistExtension
from django.db import migrations, models

from oneshelf.kernel import sql

_PACKAGE = "oneshelf.modules.inventory.models"
_FUNCTIONS = [
    "inventory_kept_back",
    "inventory_refuse",
    "inventory_draw",
    "inventory_give_back",
    "inventory_lift",
    "inventory_fill",
    "inventory_breach",
    "inventory_remember_fence",
    "inventory_reclaim",
    "inventory_take",
    "inventory_give",
    "inventory_free",
    "inventory_promise",
    "inventory_sell",
    "inventory_post",
]
_LONGER = [  # calls of the release before find the new ones, whose further parameters have defaults
    "inventory_refuse(uuid, uuid, uuid, bigint)",
    "inventory_take(uuid, uuid, uuid, bigint, timestamptz)",
    "inventory_give(uuid, uuid, uuid, bigint, timestamptz)",
    "inventory_sell(uuid, uuid, timestamptz, uuid, int[], uuid[], uuid[], bigint[])",
]


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0005_promises_know_kits'),
    ]

    operations = [
        BtreeGistExtension(),
        migrations.CreateModel(
            name='BufferRule',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('scope', models.TextField(editable=False)),
                ('channel_id', models.UUIDField(null=True)),
                ('place_id', models.UUIDField(null=True)),
                ('category_path', models.TextField(db_collation='C', db_default='', default='')),
                ('product_id', models.UUIDField(null=True)),
                ('variant_id', models.UUIDField(null=True)),
                ('units', models.BigIntegerField(null=True, verbose_name='units')),
                ('percent', models.IntegerField(null=True, verbose_name='hundredths of a percent of what is on hand')),
                ('hard', models.BooleanField(db_default=False, default=False, verbose_name='hard')),
                ('valid', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='valid')),
                ('note', models.TextField(db_default='', default='', verbose_name='note')),
                ('version', models.IntegerField(db_default=1, default=1)),
                ('updated_by', models.UUIDField(null=True)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'buffer rule',
                'verbose_name_plural': 'buffer rules',
                'db_table': 'inventory_rule',
            },
        ),
        migrations.CreateModel(
            name='Confidence',
            fields=[
                ('pk', models.CompositePrimaryKey('market_id', 'variant_id', 'place_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('variant_id', models.UUIDField()),
                ('place_id', models.UUIDField()),
                ('counted_at', models.DateTimeField(null=True)),
                ('rejections', models.IntegerField(db_default=0, default=0)),
                ('moved', models.BigIntegerField(db_default=0, default=0)),
                ('score', models.SmallIntegerField(null=True)),
                ('suggested', models.BigIntegerField(db_default=0, default=0)),
                ('computed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'confidence',
                'verbose_name_plural': 'confidence',
                'db_table': 'inventory_confidence',
            },
        ),
        migrations.CreateModel(
            name='Fence',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('variant_id', models.UUIDField()),
                ('place_id', models.UUIDField()),
                ('channel_id', models.UUIDField()),
                ('quantity', models.BigIntegerField(verbose_name='quantity')),
                ('remaining', models.BigIntegerField(db_default=0, default=0, verbose_name='remaining')),
                ('drawn', models.BigIntegerField(db_default=0, default=0, verbose_name='drawn')),
                ('valid', django.contrib.postgres.fields.ranges.DateTimeRangeField(verbose_name='valid')),
                ('note', models.TextField(db_default='', default='', verbose_name='note')),
                ('set_by', models.UUIDField(null=True)),
                ('set_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'fence',
                'verbose_name_plural': 'fences',
                'db_table': 'inventory_fence',
            },
        ),
        migrations.CreateModel(
            name='HotVariant',
            fields=[
                ('pk', models.CompositePrimaryKey('market_id', 'variant_id', blank=True, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('variant_id', models.UUIDField()),
                ('since', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'hot variant',
                'verbose_name_plural': 'hot variants',
                'db_table': 'inventory_hot_variant',
            },
        ),
        migrations.CreateModel(
            name='Incoming',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('place_id', models.UUIDField()),
                ('variant_id', models.UUIDField()),
                ('source_kind', models.CharField(max_length=20)),
                ('source_id', models.UUIDField()),
                ('source_line', models.IntegerField()),
                ('expected_on', models.DateField()),
                ('quantity', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'incoming stock',
                'verbose_name_plural': 'incoming stock',
                'db_table': 'inventory_incoming',
            },
        ),
        migrations.CreateModel(
            name='StockRejection',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('variant_id', models.UUIDField()),
                ('place_id', models.UUIDField()),
                ('quantity', models.BigIntegerField()),
                ('cause_id', models.UUIDField()),
                ('occurred_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'rejection',
                'verbose_name_plural': 'rejections',
                'db_table': 'inventory_rejection',
            },
        ),
        migrations.AddField(
            model_name='reservation',
            name='fence_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='reservation',
            name='from_fence',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='stocklevel',
            name='fenced',
            field=models.BigIntegerField(db_default=0, default=0, verbose_name='fenced'),
        ),
        migrations.AlterField(
            model_name='reservation',
            name='owner_kind',
            field=models.CharField(choices=[('cart', 'cart'), ('checkout', 'checkout'), ('till', 'till'), ('phone', 'phone'), ('agent', 'agent'), ('order', 'order')], max_length=10),
        ),
        AddConstraintNotValid(
            model_name='stocklevel',
            constraint=models.CheckConstraint(condition=models.Q(('fenced__gte', 0), ('fenced__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('on_hand'), '+', models.F('allowed_backorder')), '-', models.F('reserved')))), name='fenced_units_are_there'),
        ),
        migrations.AddIndex(
            model_name='bufferrule',
            index=models.Index(oneshelf.modules.inventory.models.Ends(models.F('valid')), models.F('market_id'), name='inventory_rule_current'),
        ),
        migrations.AddConstraint(
            model_name='bufferrule',
            constraint=oneshelf.kernel.temporal.NeverOverlaps(during='valid', keys=['market_id', 'scope'], name='buffer_rules_never_compete'),
        ),
        migrations.AddConstraint(
            model_name='bufferrule',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('percent__isnull', True), ('units__gte', 0)), models.Q(('percent__range', (0, 10000)), ('units__isnull', True)), _connector='OR'), name='buffer_is_units_or_percent'),
        ),
        migrations.AddConstraint(
            model_name='bufferrule',
            constraint=models.CheckConstraint(condition=models.Q(('valid__lower_inc', True), ('valid__startswith__isnull', False), ('valid__upper_inc', False)), name='buffer_rule_is_half_open'),
        ),
        migrations.AddIndex(
            model_name='confidence',
            index=models.Index(fields=['market_id', 'place_id', 'score'], name='inventory_confidence_place'),
        ),
        migrations.AddConstraint(
            model_name='confidence',
            constraint=models.CheckConstraint(condition=models.Q(('score__isnull', True), ('score__range', (0, 100)), _connector='OR'), name='score_is_percent'),
        ),
        migrations.AddIndex(
            model_name='fence',
            index=models.Index(condition=models.Q(('lifted_at__isnull', True)), fields=['market_id', 'variant_id', 'place_id'], name='inventory_fence_open'),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=oneshelf.kernel.temporal.NeverOverlaps(during='valid', keys=['market_id', 'variant_id', 'place_id', 'channel_id'], name='fences_of_a_channel_never_overlap'),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=models.CheckConstraint(condition=models.Q(('drawn__gte', 0), ('quantity__gt', 0), ('quantity__gte', django.db.models.expressions.CombinedExpression(models.F('remaining'), '+', models.F('drawn'))), ('remaining__gte', 0)), name='fence_holds_what_it_may'),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('remaining', 0), _connector='OR'), name='lifted_fence_holds_nothing'),
        ),
        migrations.AddConstraint(
            model_name='fence',
            constraint=models.CheckConstraint(condition=models.Q(('valid__lower_inc', True), ('valid__startswith__isnull', False), ('valid__upper_inc', False)), name='fence_is_half_open'),
        ),
        migrations.AddIndex(
            model_name='incoming',
            index=models.Index(fields=['market_id', 'variant_id', 'place_id', 'expected_on'], name='inventory_incoming_key'),
        ),
        migrations.AddConstraint(
            model_name='incoming',
            constraint=models.UniqueConstraint(fields=('source_id', 'source_kind', 'source_line', 'variant_id'), name='incoming_once_a_line'),
        ),
        migrations.AddConstraint(
            model_name='incoming',
            constraint=models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='incoming_of_something'),
        ),
        migrations.AddIndex(
            model_name='stockrejection',
            index=models.Index(fields=['occurred_at'], name='inventory_rejection_recent'),
        ),
        migrations.AddConstraint(
            model_name='stockrejection',
            constraint=models.UniqueConstraint(fields=('cause_id', 'variant_id', 'place_id'), name='rejection_once_a_cause'),
        ),
        *[migrations.RunSQL(f"DROP FUNCTION IF EXISTS {each}", migrations.RunSQL.noop) for each in _LONGER],
        *[sql.function(_PACKAGE, name) for name in _FUNCTIONS],
    ]
