-- Writes movements and levels (see functions/inventory_post.sql).
SELECT inventory_post(
    %(market)s, %(cause_kind)s, %(cause)s, %(at)s, %(counted)s,
    %(lines)s, %(variants)s, %(sources)s, %(targets)s, %(quantities)s)
