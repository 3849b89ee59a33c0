-- Writes one order with its lines, when its goods are promised, how it was rounded and, when a name is given, its contact.
-- The VAT id comes last in that, and stays with the order. The release before, which may still run, says none.
CREATE OR REPLACE FUNCTION orders_book(
    p_market uuid, p_order uuid, p_number text, p_channel uuid, p_place uuid, p_customer uuid, p_staff uuid,
    p_till uuid,
    p_device text, p_campaign text, p_method text, p_state text, p_currency text, p_items bigint, p_delivery bigint,
    p_tax bigint, p_version int, p_at timestamptz, p_promised timestamptz, p_contact text[],
    p_lines int[], p_variants uuid[], p_skus text[], p_titles text[], p_gtins text[], p_pictures text[], p_units text[],
    p_quantities bigint[], p_unit_prices bigint[], p_pers bigint[], p_amounts bigint[], p_tax_classes text[],
    p_taxes bigint[], p_rounding text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO orders_order
        (id, market_id, number, channel_id, place_id, customer_id, staff_id, till_id, device, campaign, method, state,
         currency, items, delivery, tax, total, placed_at, promised_by, version, rounding, vat_id)
    VALUES (p_order, p_market, p_number, p_channel, p_place, p_customer, p_staff, p_till, p_device, p_campaign, p_method,
            p_state, p_currency, p_items, p_delivery, p_tax, p_items + p_delivery, p_at, p_promised, p_version,
            p_rounding, coalesce(p_contact[9], ''));
    INSERT INTO orders_line
        (market_id, order_id, line, variant_id, sku, title, gtin, picture, unit, quantity, unit_price, per, amount,
         tax_class, tax)
    SELECT p_market, p_order, line.*
      FROM unnest(p_lines, p_variants, p_skus, p_titles, p_gtins, p_pictures, p_units, p_quantities, p_unit_prices,
                  p_pers, p_amounts, p_tax_classes, p_taxes) AS line;
    IF p_contact IS NOT NULL THEN
        INSERT INTO orders_contact
            (order_id, market_id, name, email, phone, street, postal_code, city, region, country)
        VALUES (p_order, p_market, p_contact[1], p_contact[2], p_contact[3], p_contact[4], p_contact[5], p_contact[6],
                p_contact[7], p_contact[8]);
    END IF;
END $$;
