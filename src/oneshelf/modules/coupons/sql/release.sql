-- Lets go of what a checkout or order holds.
SELECT coupons_release(%(owner)s::uuid, %(at)s::timestamptz)
