-- Adds to what came back of one line, as long as that is no more than the shopper got; gives the new sum.
UPDATE orders_line AS line SET returned = line.returned + %(units)s
 WHERE line.order_id = %(order)s AND line.line = %(line)s AND line.returned + %(units)s <= %(got)s
RETURNING line.returned
