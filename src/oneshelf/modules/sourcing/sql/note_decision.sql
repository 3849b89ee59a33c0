-- Writes a decision down (see functions/sourcing_note_decision.sql).
SELECT sourcing_note_decision(
    %(id)s, %(market)s, %(subject)s, %(cause)s, %(policy)s, %(policy_version)s, %(at)s, %(places)s, %(place_lines)s,
    %(record)s)
