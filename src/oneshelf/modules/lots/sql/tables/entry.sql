-- Every change of a part, by month of its cause's instant: what the parts must come to, and the history of each lot.
CREATE TABLE lots_entry (
    id uuid NOT NULL DEFAULT uuidv7(),
    market_id uuid NOT NULL,
    place_id uuid NOT NULL,
    variant_id uuid NOT NULL,
    bin_id uuid,
    lot_id uuid,
    condition text NOT NULL,
    change bigint NOT NULL CONSTRAINT entry_of_something CHECK (change <> 0),
    told boolean NOT NULL,
    cause_kind text NOT NULL,
    cause_id uuid NOT NULL,
    cause_line integer NOT NULL,
    occurred_at timestamptz NOT NULL
) PARTITION BY RANGE (occurred_at);
CREATE INDEX lots_entry_of_lot ON lots_entry (lot_id, occurred_at) WHERE lot_id IS NOT NULL;
CREATE INDEX lots_entry_of_cause ON lots_entry (cause_id);
CREATE TRIGGER rows_are_never_changed BEFORE UPDATE OR DELETE ON lots_entry
FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TABLE lots_entry_default PARTITION OF lots_entry DEFAULT;
SELECT kernel_ensure_months('lots_entry', now() - interval '1 month', now() + interval '3 months');
