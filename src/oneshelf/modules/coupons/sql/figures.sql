-- Says how often the codes of batches were used, how many uses are held, and how many customers used them.
SELECT use.batch_id AS batch, count(*) FILTER (WHERE use.state = 'confirmed') AS confirmed,
       count(*) FILTER (WHERE use.state = 'reserved') AS reserved,
       count(DISTINCT use.customer_id) FILTER (WHERE use.state = 'confirmed') AS customers
  FROM coupons_use AS use
 WHERE use.batch_id = ANY(%(batches)s::uuid[])
 GROUP BY use.batch_id
