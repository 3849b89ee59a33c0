-- Holds codes for a checkout or order, in place of what it held.
SELECT coupons_reserve(
    %(owner)s::uuid, %(customer)s::uuid, %(codes)s::uuid[], %(day)s::date, %(at)s::timestamptz,
    %(expires)s::timestamptz)
