-- Each change of parts is that of its movement (see functions/inventory_audit_entries.sql).
SELECT 'what a movement brought or took is what its parts say' AS "check",
       format('line %%s of %%s %%s, variant %%s at place %%s', entry.o_line, entry.o_kind, entry.o_cause,
              entry.o_variant, entry.o_place) AS subject,
       format('%%s units of parts', entry.o_changed) AS found, format('%%s units moved', entry.o_moved) AS expected
  FROM inventory_audit_entries(%(counted)s) AS entry
 WHERE entry.o_changed <> entry.o_moved
