-- What a market's table says on a day of an address: its regime, the rates that reach there or its home, what a buyer
-- showed there.
-- Postcodes are compared byte by byte, as `rules.reaches` does. OFFSET 0 lets few zones look their rates up one by one:
-- a table of all postcodes of a country is hashed whole otherwise.
WITH zone AS MATERIALIZED (
    SELECT
        zone.id, zone.code, zone.name, zone.country, zone.region, zone.postal_from, zone.postal_until, zone.place_id
    FROM tax_zone AS zone
    LEFT JOIN tax_regime AS regime ON zone.market_id = regime.market_id
    WHERE
        zone.market_id = %(market)s
        AND (
            (
                zone.country IN ('', %(country)s) AND zone.region IN ('', %(region)s)
                AND (zone.place_id IS NULL OR zone.place_id = %(place)s::uuid)
                AND zone.postal_from <= left(%(postal_code)s, length(zone.postal_from)) COLLATE "C"
                AND left(
                    %(postal_code)s, length(coalesce(nullif(zone.postal_until, ''), zone.postal_from))
                ) <= coalesce(nullif(zone.postal_until, ''), zone.postal_from) COLLATE "C"
            )
            OR (
                zone.country = regime.country AND zone.region = '' AND zone.postal_from = ''
                AND zone.place_id IS NULL
            )
        )
)

SELECT
    coalesce(regime.country, '') AS country,
    regime.destination_since,
    coalesce(regime.provider, '') AS provider,
    coalesce(regime.rounded_per, 'document') AS rounded_per,
    coalesce(regime.halves, 'half_away') AS halves,
    (
        SELECT coalesce(json_agg(json_build_object(
            'id', rate.id,
            'zone', json_build_object(
                'id', zone.id, 'code', zone.code, 'name', zone.name,
                'area', json_build_object(
                    'country', zone.country, 'region', zone.region,
                    'postal_from', zone.postal_from, 'postal_until', zone.postal_until, 'place', zone.place_id
                )
            ),
            'rate', json_build_object(
                'tax_class', rate.tax_class, 'code', rate.code, 'name', rate.name, 'ppm', rate.ppm,
                'since', lower(rate.valid), 'until', upper(rate.valid),
                'compound', rate.compound, 'position', rate.position, 'source', rate.source
            )
        ) ORDER BY rate.id), '[]')::text
        FROM zone
        CROSS JOIN LATERAL (
            SELECT
                held.id, held.tax_class, held.code, held.name, held.ppm, held.compound, held.position, held.valid,
                held.source
            FROM tax_zone_rate AS held
            WHERE held.zone_id = zone.id AND held.valid @> %(day)s::date
            OFFSET 0
        ) AS rate
    ) AS rates,
    (
        SELECT coalesce(json_agg(json_build_object(
            'id', exemption.id, 'customer', exemption.customer_id,
            'shown', json_build_object(
                'kind', exemption.kind, 'number', exemption.number, 'country', exemption.country,
                'since', lower(exemption.valid), 'until', upper(exemption.valid), 'region', exemption.region
            )
        )), '[]')::text
        FROM tax_exemption AS exemption
        WHERE
            exemption.market_id = market.id
            AND exemption.customer_id = %(customer)s::uuid
            AND exemption.valid @> %(day)s::date
    ) AS exemptions
FROM (SELECT %(market)s::uuid AS id) AS market
LEFT JOIN tax_regime AS regime ON market.id = regime.market_id
