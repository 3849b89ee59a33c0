-- The limit: pgbench writes the rows of one order of the bench `place`, statement by statement in one transaction.
-- Columns, indexes, triggers and partitions are the product's own; nothing is looked up, decided or checked but stock.
\set a random(1, :variants)
\set b random(1, :variants)
\set place random(1, :places)
\set n random(1, 9000000000000000)
BEGIN;
SELECT uuidv7() AS order_id, uuidv7() AS payment_id, uuidv7() AS consignment_id \gset
INSERT INTO idempotency_answer (client, operation, key, body_hash, status, answer, expires_at)
VALUES ('limit', 'orders.place', :client_id::text || '-' || :n::text, sha256('x'), 201, '{}', now() + interval '48 hours');
INSERT INTO orders_order (id, market_id, number, channel_id, place_id, method, state, currency, items, total, placed_at)
VALUES (:order_id::uuid, :market::uuid, left(md5(:n::text || :client_id::text), 12), :market::uuid, :market::uuid, 'collect', 'placed', 'USD', 750, 750, now());
INSERT INTO orders_line (market_id, order_id, line, variant_id, sku, title, unit, quantity, unit_price, amount, tax_class)
VALUES (:market::uuid, :order_id::uuid, 1, bench_variant(:a::bigint), 'bench', 'Product', 'each', 1, 250, 250, 'standard'),
       (:market::uuid, :order_id::uuid, 2, bench_variant(:b::bigint), 'bench', 'Product', 'each', 2, 250, 500, 'standard');
INSERT INTO orders_contact (order_id, market_id, name, email, phone, street, postal_code, city, region, country)
VALUES (:order_id::uuid, :market::uuid, 'Bench', 'bench@example.com', '', '', '', '', '', '');
INSERT INTO payments_payment (id, market_id, payable_id, claimed_by, method, gateway, gateway_reference, currency, amount, captured, state, version, occurred_at)
VALUES (:payment_id::uuid, :market::uuid, :order_id::uuid, :order_id::uuid, 'external', '', '', 'USD', 750, 750, 'captured', 1, now());
INSERT INTO ledger_transfer (book, debit, credit, amount, currency, cause_kind, cause, leg, occurred_at)
VALUES (:market::uuid, :market::uuid, :debit::uuid, 750, 'USD', 'limit', :payment_id::uuid, 1, now());
INSERT INTO fulfilment_consignment (id, market_id, place_id, order_id, order_number, method, state, due_at, opened_at)
VALUES (:consignment_id::uuid, :market::uuid, :market::uuid, :order_id::uuid, 'NUMBER', 'collect', 'open', now(), now());
INSERT INTO fulfilment_line (consignment_id, line, variant_id, title, sku, quantity, picked)
VALUES (:consignment_id::uuid, 1, bench_variant(:a::bigint), 'Product', 'bench', 1, 0),
       (:consignment_id::uuid, 2, bench_variant(:b::bigint), 'Product', 'bench', 2, 0);
INSERT INTO outbox_event (type, aggregate, sequence, data, occurred_at)
VALUES ('limit.placed.v1', :order_id::uuid, 1, repeat('x', 400), now()),
       ('limit.captured.v1', :payment_id::uuid, 1, repeat('x', 250), now()),
       ('limit.opened.v1', :consignment_id::uuid, 1, repeat('x', 250), now()),
       ('limit.changed.v1', uuidv7(), 1, repeat('x', 200), now());
INSERT INTO inventory_reservation (id, market_id, place_id, variant_id, quantity, owner_kind, owner_id, owner_line, state)
VALUES (uuidv7(), :market::uuid, bench_place(:place::bigint), bench_variant(:a::bigint), 1, 'order', :order_id::uuid, 1, 'allocated'),
       (uuidv7(), :market::uuid, bench_place(:place::bigint), bench_variant(:b::bigint), 2, 'order', :order_id::uuid, 2, 'allocated');
UPDATE inventory_level SET reserved = reserved + 1
 WHERE market_id = :market::uuid AND variant_id = bench_variant(least(:a::bigint, :b::bigint)) AND place_id = bench_place(:place::bigint)
   AND on_hand + allowed_backorder - reserved >= 1;
UPDATE inventory_level SET reserved = reserved + 2
 WHERE market_id = :market::uuid AND variant_id = bench_variant(greatest(:a::bigint, :b::bigint)) AND place_id = bench_place(:place::bigint)
   AND on_hand + allowed_backorder - reserved >= 2;
COMMIT;
