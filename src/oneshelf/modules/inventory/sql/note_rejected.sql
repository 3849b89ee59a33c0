-- Notes that units of a place were looked for in vain, once a cause.
INSERT INTO inventory_rejection (id, market_id, variant_id, place_id, quantity, cause_id, occurred_at)
SELECT uuidv7(), %(market)s, each.variant, %(place)s, each.units, %(cause)s, %(at)s
  FROM unnest(%(variants)s::uuid[], %(units)s::bigint[]) AS each (variant, units)
    ON CONFLICT ON CONSTRAINT rejection_once_a_cause DO NOTHING
