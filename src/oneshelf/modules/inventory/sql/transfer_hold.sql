-- Gives what one owner holds to another (see functions/inventory_transfer_hold.sql).
SELECT inventory_transfer_hold(
    %(from_kind)s, %(from_id)s, %(to_kind)s, %(to_id)s, %(at)s, %(expires)s, %(lines)s)
