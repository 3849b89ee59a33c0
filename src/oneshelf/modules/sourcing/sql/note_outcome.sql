-- Notes what became of what a place was asked to do, once a cause.
INSERT INTO sourcing_outcome (id, market_id, place_id, outcome, lines, cause_id, noted_at)
VALUES (uuidv7(), %(market)s, %(place)s, %(outcome)s, %(lines)s, %(cause)s, %(at)s)
    ON CONFLICT (cause_id, place_id, outcome) DO NOTHING
