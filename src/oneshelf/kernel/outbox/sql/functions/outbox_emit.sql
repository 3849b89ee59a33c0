-- Writes events in the order of the arrays, in the caller's transaction. The SQL face of the outbox.
CREATE OR REPLACE FUNCTION outbox_emit(
    p_types text[], p_aggregates uuid[], p_sequences int[], p_data text[], p_at timestamptz
) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO outbox_event (type, aggregate, sequence, data, occurred_at)
    SELECT draft.type, draft.aggregate, draft.sequence, draft.data, p_at
    FROM unnest(p_types, p_aggregates, p_sequences, p_data) AS draft (type, aggregate, sequence, data);
END
$$;
