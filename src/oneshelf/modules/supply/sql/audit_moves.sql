-- Each document's line is what it moved (see functions/supply_audit_moves.sql).
SELECT
    'what a delivery or transfer says is what it moved' AS "check", differing.o_subject AS subject,
    format('%%s units', differing.o_said) AS found, format('%%s units moved', differing.o_moved) AS expected
FROM supply_audit_moves(%(damaged_line)s, %(over_line)s) AS differing
