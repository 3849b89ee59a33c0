-- The stock ledger, by month of its cause's instant. `id` has no unique index of its own: uuidv7() does not repeat,
-- and a movement is looked up by its cause or by its variant.
CREATE TABLE inventory_movement (
    id uuid NOT NULL DEFAULT uuidv7(),
    market_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    from_place_id uuid NOT NULL,
    to_place_id uuid NOT NULL,
    quantity bigint NOT NULL CONSTRAINT movement_of_something CHECK (quantity > 0),
    cause_kind text NOT NULL,
    cause_id uuid NOT NULL,
    cause_line integer NOT NULL,
    occurred_at timestamptz NOT NULL,
    CONSTRAINT movement_once_a_cause UNIQUE (cause_id, cause_kind, cause_line, occurred_at),
    CONSTRAINT movement_between_two_places CHECK (from_place_id <> to_place_id)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX inventory_movement_of_variant ON inventory_movement (variant_id, occurred_at);
CREATE TRIGGER rows_are_never_changed BEFORE UPDATE OR DELETE ON inventory_movement
FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TABLE inventory_movement_default PARTITION OF inventory_movement DEFAULT;
SELECT kernel_ensure_months('inventory_movement', now() - interval '1 month', now() + interval '3 months');
