-- Counts uses that were let go no more.
SELECT coupons_count(%(taken)s::uuid[], %(freed)s::uuid[])
