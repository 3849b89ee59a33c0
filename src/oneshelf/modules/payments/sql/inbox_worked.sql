-- Marks a provider's message as worked.
UPDATE payments_inbox SET worked_at = %(at)s::timestamptz WHERE id = %(message)s::uuid
