import django.db.models.deletion
import oneshelf.kernel.fields
import oneshelf.kernel.ids
from django.db import migrations, models

from oneshelf.kernel import sql

_PACKAGE = "oneshelf.modules.coupons.models"
_FUNCTIONS = ("coupons_count", "coupons_release", "coupons_reserve", "coupons_confirm", "coupons_return")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('markets', '0002_seller'),
        ('promotions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('shared', 'One code for everybody'), ('single', 'A code each, used once'), ('personal', 'A code for one customer')], max_length=10)),
                ('state', models.CharField(choices=[('open', 'works'), ('paused', 'paused'), ('revoked', 'revoked')], max_length=10)),
                ('label', models.CharField(max_length=80)),
                ('key', models.BinaryField()),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('a_code', models.IntegerField(null=True)),
                ('in_all', models.IntegerField(null=True)),
                ('a_customer', models.IntegerField(null=True)),
                ('a_day', models.IntegerField(null=True)),
                ('a_basket', models.IntegerField(null=True)),
                ('returns', models.BooleanField()),
                ('size', models.IntegerField()),
                ('made', models.IntegerField(default=0)),
                ('created_at', models.DateTimeField()),
                ('version', models.IntegerField(default=1)),
                ('market', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='markets.market')),
                ('promotion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='promotions.promotion')),
            ],
            options={
                'verbose_name': 'coupon batch',
                'verbose_name_plural': 'coupon batches',
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('serial', models.IntegerField()),
                ('digest', models.BinaryField()),
                ('tail', models.CharField(max_length=4)),
                ('customer_id', models.UUIDField(null=True)),
                ('cause_id', models.UUIDField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coupons.batch')),
            ],
            options={
                'verbose_name': 'coupon',
                'verbose_name_plural': 'coupons',
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('pk', models.CompositePrimaryKey('batch_id', 'scope', 'subject', blank=True, editable=False, primary_key=True, serialize=False)),
                ('scope', models.CharField(choices=[('code', 'code'), ('batch', 'batch'), ('customer', 'customer'), ('day', 'day')], max_length=10)),
                ('subject', models.CharField(max_length=36)),
                ('used', models.IntegerField()),
                ('most', models.IntegerField()),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coupons.batch')),
            ],
            options={
                'verbose_name': 'tally of uses',
                'verbose_name_plural': 'tallies of uses',
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.UUIDField(db_default=oneshelf.kernel.fields.UUIDv7(), default=oneshelf.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('market_id', models.UUIDField()),
                ('owner_id', models.UUIDField()),
                ('order_id', models.UUIDField(null=True)),
                ('customer_id', models.UUIDField(null=True)),
                ('day', models.DateField()),
                ('state', models.CharField(choices=[('reserved', 'held for a checkout'), ('confirmed', 'used'), ('released', 'let go'), ('returned', 'given back')], max_length=10)),
                ('reserved_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('batch', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coupons.batch')),
                ('code', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='coupons.code')),
            ],
            options={
                'verbose_name': 'use of a coupon',
                'verbose_name_plural': 'uses of coupons',
            },
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('made__gte', 0), ('made__lte', models.F('size'))), name='no_more_codes_than_asked_for'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__isnull', True), ('ends_at__gt', models.F('begins_at')), _connector='OR'), name='coupons_end_after_they_begin'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('a_code__lte', 0), _negated=True), models.Q(('in_all__lte', 0), _negated=True), models.Q(('a_customer__lte', 0), _negated=True), models.Q(('a_day__lte', 0), _negated=True), models.Q(('a_basket__lte', 0), _negated=True)), name='coupons_may_be_used'),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.UniqueConstraint(fields=('digest',), name='no_two_coupons_have_one_code'),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.UniqueConstraint(fields=('batch', 'serial'), name='coupons_are_numbered_in_their_batch'),
        ),
        migrations.AddConstraint(
            model_name='code',
            constraint=models.UniqueConstraint(condition=models.Q(('cause_id__isnull', False)), fields=('batch', 'cause_id'), name='a_cause_gets_one_coupon'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('used__gte', 0), ('used__lte', models.F('most'))), name='coupons_are_never_used_more_than_they_may'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(fields=['batch', 'state'], name='coupons_uses_of_batch'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(condition=models.Q(('state', 'confirmed')), fields=['order_id'], name='coupons_uses_of_order'),
        ),
        migrations.AddIndex(
            model_name='use',
            index=models.Index(condition=models.Q(('state', 'reserved')), fields=['expires_at'], name='coupons_uses_expiring'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'reserved')), fields=('owner_id', 'code'), name='a_checkout_holds_a_coupon_once'),
        ),
        migrations.AddConstraint(
            model_name='use',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('order_id__isnull', False), ('state__in', ['confirmed', 'returned'])), models.Q(('order_id__isnull', True), ('state__in', ['reserved', 'released'])), _connector='OR'), name='a_used_coupon_has_an_order'),
        ),
        *[sql.function(_PACKAGE, name) for name in _FUNCTIONS],
    ]
