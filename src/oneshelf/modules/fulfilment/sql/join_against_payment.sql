-- Lets all consignments of an order be handed over against payment when one of them is.
UPDATE fulfilment_consignment AS consignment SET against_payment = TRUE
WHERE
    consignment.order_id = %(order)s::uuid AND NOT consignment.against_payment
    AND EXISTS (
        SELECT FROM fulfilment_consignment AS other
        WHERE other.order_id = consignment.order_id AND other.against_payment
    )
