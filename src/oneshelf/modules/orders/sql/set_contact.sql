-- Writes whom to reach about an order and where to send it.
INSERT INTO orders_contact (order_id, market_id, name, email, phone, street, postal_code, city, region, country)
VALUES (%(order)s, %(market)s, %(name)s, %(email)s, %(phone)s, %(street)s, %(postal_code)s, %(city)s, %(region)s,
        %(country)s)
    ON CONFLICT (order_id) DO UPDATE
   SET name = excluded.name, email = excluded.email, phone = excluded.phone, street = excluded.street,
       postal_code = excluded.postal_code, city = excluded.city, region = excluded.region, country = excluded.country
