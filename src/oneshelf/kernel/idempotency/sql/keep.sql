-- Puts the answer of the finished work into the claim of the same transaction.
UPDATE idempotency_answer
SET status = %(status)s::int, answer = %(answer)s::text
WHERE client = %(client)s::text AND operation = %(operation)s::text AND key = %(key)s::text
