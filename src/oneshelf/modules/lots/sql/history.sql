-- Everything that happened to one lot or serial number, oldest first.
SELECT entry.place_id AS place, entry.variant_id AS variant, entry.lot_id AS lot, entry.condition, entry.change,
       entry.told, entry.cause_kind, entry.cause_id AS cause, entry.cause_line, entry.occurred_at
  FROM lots_entry AS entry
 WHERE entry.lot_id = %(lot)s
 ORDER BY entry.occurred_at, entry.id
 LIMIT %(limit)s
