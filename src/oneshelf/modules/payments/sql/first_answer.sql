-- Brings a payment that nothing has happened to yet to the state that its gateway named, with its event.
WITH moved AS (
    UPDATE payments_payment
    SET state = %(state)s::text, gateway_reference = %(reference)s::text, version = version + 1
    WHERE id = %(payment)s::uuid AND version = %(version)s::int AND state = 'pending' AND asked = ''
    RETURNING id
)

SELECT outbox_emit(%(type)s::text[], ARRAY[moved.id], %(sequence)s::int[], %(data)s::text[], %(at)s::timestamptz)
FROM moved
