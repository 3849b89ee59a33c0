-- Where a batch of a load lands first; gone with its transaction.
CREATE TEMPORARY TABLE inventory_stage (
    id uuid, market_id uuid, variant_id uuid, from_place_id uuid, to_place_id uuid, quantity bigint,
    cause_kind text, cause_id uuid, cause_line integer, occurred_at timestamptz
) ON COMMIT DROP
