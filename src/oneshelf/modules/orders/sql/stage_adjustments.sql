-- Where the adjustments of a batch land first; gone with its transaction.
CREATE TEMPORARY TABLE orders_stage_adjustment (
    id uuid, market_id uuid, order_id uuid, line integer, kind text, label text, amount bigint
) ON COMMIT DROP
