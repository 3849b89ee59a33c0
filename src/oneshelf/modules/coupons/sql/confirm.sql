-- Makes uses of what a checkout or order holds.
SELECT coupons_confirm(%(owner)s::uuid, %(order)s::uuid, %(codes)s::uuid[], %(at)s::timestamptz)
