-- Let windows begin or end elsewhere; whether they have begun is told anew.
UPDATE pricing_price AS p SET
    valid = tstzrange(new.starts, new.ends),
    resumed = new.resumed,
    announced = new.starts <= %(now)s::timestamptz
FROM
    unnest(%(ids)s::uuid[], %(starts)s::timestamptz[], %(ends)s::timestamptz[], %(resumed)s::boolean[])
        AS new (id, starts, ends, resumed)
WHERE p.id = new.id
