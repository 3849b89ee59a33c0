-- Carry over how the release before wrote a market's rate: in its own zone it holds until the next one begins.
CREATE OR REPLACE FUNCTION tax_carry_over(
    p_market uuid, p_class text, p_since date, p_rate integer
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_zone uuid;
    v_next date;
BEGIN
    INSERT INTO tax_zone (market_id, code, name, country, region, postal_from, postal_until)
    VALUES (p_market, 'market', 'The whole market', '', '', '', '')
    ON CONFLICT (market_id, code) DO NOTHING;
    SELECT zone.id INTO v_zone FROM tax_zone AS zone
     WHERE zone.market_id = p_market AND zone.code = 'market' FOR UPDATE;
    UPDATE tax_zone_rate AS rate SET ppm = p_rate * 100
     WHERE rate.zone_id = v_zone AND rate.tax_class = p_class AND rate.code = 'tax' AND lower(rate.valid) = p_since;
    IF FOUND THEN
        RETURN;
    END IF;
    UPDATE tax_zone_rate AS rate SET valid = daterange(lower(rate.valid), p_since)
     WHERE rate.zone_id = v_zone AND rate.tax_class = p_class AND rate.code = 'tax' AND rate.valid @> p_since;
    SELECT min(lower(rate.valid)) INTO v_next FROM tax_zone_rate AS rate
     WHERE rate.zone_id = v_zone AND rate.tax_class = p_class AND rate.code = 'tax' AND lower(rate.valid) > p_since;
    INSERT INTO tax_zone_rate (zone_id, tax_class, code, name, ppm, compound, position, valid, source)
    VALUES (v_zone, p_class, 'tax', 'Tax', p_rate * 100, false, 1, daterange(p_since, v_next), '');
END
$$
