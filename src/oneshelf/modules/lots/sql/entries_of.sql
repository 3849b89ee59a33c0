-- Which units some causes have moved.
SELECT entry.place_id AS place, entry.variant_id AS variant, entry.lot_id AS lot, entry.condition, entry.change,
       entry.told, entry.cause_kind, entry.cause_id AS cause, entry.cause_line, entry.occurred_at
  FROM lots_entry AS entry
 WHERE entry.cause_id = ANY (%(causes)s)
 ORDER BY entry.cause_id, entry.cause_line, entry.id
