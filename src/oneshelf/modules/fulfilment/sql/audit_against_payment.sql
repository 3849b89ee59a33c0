-- walks the whole table: of one order, either everything is handed over against payment or nothing.
SELECT
    'an order is paid in one way' AS "check", format('order %%s', min(order_number)) AS subject,
    format('%%s of %%s consignments against payment', count(*) FILTER (WHERE against_payment), count(*)) AS found,
    'all or none' AS expected
FROM fulfilment_consignment
GROUP BY order_id
HAVING bool_or(against_payment) AND NOT bool_and(against_payment)
