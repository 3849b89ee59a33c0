-- Events, by month of the instant they happened. Two indexes only: each order writes here.
-- `id` has no unique index of its own: uuidv7() does not repeat, and nothing looks an event up by its id alone.
CREATE TABLE outbox_event (
    id uuid NOT NULL DEFAULT uuidv7(),
    type text NOT NULL,
    aggregate uuid NOT NULL,
    sequence integer NOT NULL,
    data text NOT NULL,
    occurred_at timestamptz NOT NULL,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    CONSTRAINT outbox_sequence_is_given_once UNIQUE (aggregate, sequence, occurred_at),
    CONSTRAINT outbox_sequence_begins_at_one CHECK (sequence >= 1)
) PARTITION BY RANGE (occurred_at);
CREATE INDEX outbox_event_reading_order ON outbox_event (transaction, id);
CREATE TRIGGER rows_are_never_changed BEFORE UPDATE OR DELETE ON outbox_event
FOR EACH ROW EXECUTE FUNCTION kernel_refuse_change();
CREATE TABLE outbox_event_default PARTITION OF outbox_event DEFAULT;
SELECT kernel_ensure_months('outbox_event', now() - interval '1 month', now() + interval '3 months');
