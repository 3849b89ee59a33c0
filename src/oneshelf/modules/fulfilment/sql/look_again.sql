-- Says when a parcel that its place has not begun is looked at again.
UPDATE fulfilment_consignment SET look_again_at = %(at)s::timestamptz
WHERE id = %(consignment)s::uuid AND state = 'open'
