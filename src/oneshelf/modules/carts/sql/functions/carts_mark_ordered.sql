-- Closes a cart that became an order, in the order's transaction. Closing twice is harmless. The SQL face of carts.
CREATE OR REPLACE FUNCTION carts_mark_ordered(p_cart uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE carts_cart SET state = 'ordered' WHERE id = p_cart AND state = 'open';
END $$;
