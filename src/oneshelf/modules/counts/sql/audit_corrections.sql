-- Each posted correction is what it moved (see functions/counts_audit_corrections.sql).
SELECT
    'a posted correction is what it moved' AS "check", format('correction %%s', differing.o_correction) AS subject,
    coalesce(format('%%s units', differing.o_said), 'not posted') AS found,
    coalesce(format('%%s units moved', differing.o_moved), 'nothing moved') AS expected
FROM counts_audit_corrections() AS differing
