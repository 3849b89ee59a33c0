-- What each of some variants cost when it was last received.
SELECT wanted.variant, latest.cost, latest.per, latest.currency
FROM unnest(%(variants)s::uuid[]) AS wanted (variant)
CROSS JOIN LATERAL (
    SELECT line.cost, line.per, line.currency
    FROM supply_receipt_line AS line
    WHERE line.market_id = %(market)s::uuid AND line.variant_id = wanted.variant
    ORDER BY line.id DESC
    LIMIT 1
) AS latest
