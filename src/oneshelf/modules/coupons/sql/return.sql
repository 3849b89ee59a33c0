-- Gives back the uses of a cancelled order.
SELECT coupons_return(%(order)s::uuid, %(at)s::timestamptz)
