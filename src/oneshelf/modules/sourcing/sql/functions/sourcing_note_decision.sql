-- Writes down which places were chosen for an order and all that was looked at, and that those places were asked.
CREATE OR REPLACE FUNCTION sourcing_note_decision(
    p_id uuid, p_market uuid, p_subject uuid, p_cause text, p_policy uuid, p_policy_version int, p_at timestamptz,
    p_places uuid[], p_place_lines int[], p_record text)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO sourcing_decision (id, market_id, subject_id, cause, policy_id, policy_version, decided_at, record)
    VALUES (p_id, p_market, p_subject, p_cause, p_policy, p_policy_version, p_at, p_record);
    INSERT INTO sourcing_outcome (id, market_id, place_id, outcome, lines, cause_id, noted_at)
    SELECT uuidv7(), p_market, asked.place, 'asked', asked.lines, p_id, p_at
      FROM unnest(p_places, p_place_lines) AS asked (place, lines);
$$;
