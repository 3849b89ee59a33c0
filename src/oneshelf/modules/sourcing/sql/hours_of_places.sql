-- What orders have taken of the hours of some places between two moments.
SELECT capacity.place_id AS place, capacity.slot, capacity.most, capacity.taken
  FROM sourcing_capacity AS capacity
 WHERE capacity.place_id = ANY (%(places)s) AND capacity.slot >= %(since)s AND capacity.slot < %(until)s
 ORDER BY capacity.place_id, capacity.slot
