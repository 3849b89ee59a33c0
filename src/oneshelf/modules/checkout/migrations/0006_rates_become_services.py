"""Each market's one delivery rate becomes its standard service, unless it has one. Prices stay as they were."""

from django.db import migrations

COPY = """
WITH opened AS (
    INSERT INTO delivery_service (id, market_id, code, carrier, kind, transit_min, transit_max, weekdays, cut_off,
                                  delivers_until, active)
    SELECT uuidv7(), rate.market_id, 'standard', 'Standard', 'parcel', 1, 3, '{0,1,2,3,4}', '16:00', '20:00', true
    FROM checkout_deliveryrate AS rate
    WHERE NOT EXISTS (SELECT FROM delivery_service AS known WHERE known.market_id = rate.market_id)
    RETURNING id, market_id
)
INSERT INTO delivery_zone (id, service_id, position, name, country, prefixes, base, per_kg, free_from, own_base,
                           own_per_kg, extra_days)
SELECT uuidv7(), opened.id, 1, 'standard', '', '{}', rate.amount, 0, rate.free_from, rate.amount, 0, 0
FROM opened JOIN checkout_deliveryrate AS rate USING (market_id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("checkout", "0005_money_that_comes_late"),
        ("delivery", "0001_initial"),
    ]

    operations = [migrations.RunSQL(COPY, migrations.RunSQL.noop)]
