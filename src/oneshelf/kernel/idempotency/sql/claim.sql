-- Claims an idempotency key with its answer; NULLs when the claim is new.
SELECT stored_status, stored_answer
FROM idempotency_claim(
    %(client)s::text, %(operation)s::text, %(key)s::text, %(body_hash)s::bytea, %(status)s::int, %(answer)s::text
)
