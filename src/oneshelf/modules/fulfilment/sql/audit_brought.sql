-- walks the whole table: the goods of what is brought lie where its state says.
SELECT
    'what is brought lies where its state says' AS "check",
    format('consignment %%s, %%s', consignment.id, consignment.state) AS subject,
    CASE
        WHEN consignment.bring_to_id IS NULL THEN 'no store'
        WHEN consignment.place_id = consignment.bring_to_id THEN 'in the store'
        WHEN consignment.sent_at IS NULL THEN 'at its sender'
        ELSE 'on the road'
    END AS found,
    CASE consignment.state
        WHEN 'on_the_way' THEN 'on the road'
        WHEN 'ready' THEN 'in the store'
        WHEN 'collected' THEN 'in the store'
        WHEN 'expired' THEN 'in the store'
        ELSE 'at its sender'
    END AS expected
FROM fulfilment_consignment AS consignment
WHERE
    (consignment.method = 'bring') <> (consignment.bring_to_id IS NOT NULL)
    OR (
        consignment.method = 'bring' AND consignment.state <> 'cancelled'
        AND (consignment.state IN ('ready', 'collected', 'expired')) <> (consignment.place_id = consignment.bring_to_id)
    )
    OR (
        consignment.method = 'bring' AND consignment.state <> 'cancelled'
        AND (consignment.state IN ('open', 'picking', 'packed')) <> (consignment.sent_at IS NULL)
    )
