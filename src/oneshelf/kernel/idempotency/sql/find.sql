-- Finds the answer that is kept under an idempotency key, with the hash of the body that it answered.
SELECT body_hash, status, answer
FROM idempotency_answer
WHERE client = %(client)s::text AND operation = %(operation)s::text AND key = %(key)s::text AND expires_at > now()
