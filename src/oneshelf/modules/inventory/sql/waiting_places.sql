-- At which places orders wait for goods.
SELECT DISTINCT market_id AS market, place_id AS place FROM inventory_reservation
 WHERE ahead AND state = 'allocated'
