-- Forgets a batch of ended checkouts that began before the one whose id is given, oldest first, past those that another
-- transaction holds. Ids tell when a checkout began, so the primary key finds them.
WITH ended AS (
    SELECT checkout.id FROM checkout_checkout AS checkout
     WHERE checkout.id < %(before)s::uuid AND checkout.state <> 'open'
     ORDER BY checkout.id
     LIMIT %(most)s::int
       FOR UPDATE SKIP LOCKED
)
DELETE FROM checkout_checkout AS checkout USING ended WHERE checkout.id = ended.id
