-- Opens the consignments of an order with their lines. What is taken at once is collected already, and all of it.
-- The caller emits their events (`fulfilment.opened`) and takes or reserves the stock.
CREATE OR REPLACE FUNCTION fulfilment_open(
    p_market uuid, p_order uuid, p_order_number text, p_at timestamptz,
    p_ids uuid[], p_places uuid[], p_methods text[], p_due timestamptz[],
    p_line_consignments uuid[], p_line_numbers int[], p_line_variants uuid[], p_line_titles text[],
    p_line_skus text[], p_line_quantities bigint[]
) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO fulfilment_consignment (
        id, market_id, place_id, order_id, order_number, method, state, due_at, opened_at
    )
    SELECT
        consignment.id, p_market, consignment.place, p_order, p_order_number, consignment.method,
        CASE WHEN consignment.method = 'take_now' THEN 'collected' ELSE 'open' END, consignment.due, p_at
    FROM unnest(p_ids, p_places, p_methods, p_due) AS consignment (id, place, method, due);

    INSERT INTO fulfilment_line (consignment_id, line, variant_id, title, sku, quantity, picked)
    SELECT
        goods.consignment, goods.line, goods.variant, goods.title, goods.sku, goods.quantity,
        CASE
            WHEN p_methods[array_position(p_ids, goods.consignment)] = 'take_now' THEN goods.quantity
            ELSE 0
        END
    FROM unnest(
        p_line_consignments, p_line_numbers, p_line_variants, p_line_titles, p_line_skus, p_line_quantities
    ) AS goods (consignment, line, variant, title, sku, quantity);
END
$$;
