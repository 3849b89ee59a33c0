-- walks the whole table: the orders of which something is handed over against payment only, for the audit.
SELECT DISTINCT order_id FROM fulfilment_consignment WHERE against_payment ORDER BY order_id
