-- Where the orders of a batch land first; gone with its transaction.
CREATE TEMPORARY TABLE orders_stage_order (
    id uuid, market_id uuid, number text, channel_id uuid, place_id uuid, customer_id uuid, till_id uuid, campaign text,
    currency text, items bigint, made_up text[], placed_at timestamptz
) ON COMMIT DROP
