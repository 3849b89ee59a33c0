-- Names one lot (or serial number) of a variant, keeping what is known of it, and gives its id and date of expiry. A
-- date that was not known before is learned.
INSERT INTO lots_lot AS lot (id, market_id, variant_id, code, is_serial, expires_on, sell_until)
VALUES (%(id)s, %(market)s, %(variant)s, %(code)s, %(serial)s, %(expires_on)s, %(sell_until)s)
    ON CONFLICT ON CONSTRAINT lot_code_is_its_own DO UPDATE SET
       expires_on = coalesce(lot.expires_on, excluded.expires_on),
       sell_until = coalesce(lot.sell_until, excluded.sell_until)
RETURNING lot.id, lot.expires_on
