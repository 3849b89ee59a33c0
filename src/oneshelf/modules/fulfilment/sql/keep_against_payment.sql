-- Lets the consignments of an order be handed over against payment only.
UPDATE fulfilment_consignment SET against_payment = TRUE WHERE order_id = %(order)s::uuid
