-- Closes the cart that became an order, in the order's transaction: exactly as its checkout saw it (p_cart is the
-- revision; of a cart that never changed, its id). One that was changed, moved to a till or ordered since refuses with
-- cart_not_as_ordered, which undoes the order. The SQL face of carts.
CREATE OR REPLACE FUNCTION carts_mark_ordered(p_cart uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE carts_cart SET state = 'ordered', kept_until = NULL, gift_message = ''
     WHERE (revision = p_cart OR (id = p_cart AND revision IS NULL))
       AND state IN ('open', 'draft') AND holder_kind = 'shopper' AND sale = '';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'cart_not_as_ordered' USING ERRCODE = 'OS409',
            DETAIL = json_build_object('cart', p_cart)::text;
    END IF;
END $$;
