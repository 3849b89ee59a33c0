-- walks the whole table: tax is stated for all of a document, its levies take all of it, and where no
-- levies are known, the tax of an order's invoices is that of their sum.
WITH stated AS (
    SELECT document.number, document.market_id, document.kind, document.order_id, document.amount AS whole,
           (band.value ->> 'rate')::bigint AS rate, (band.value ->> 'amount')::bigint AS amount,
           (band.value ->> 'tax')::bigint AS tax,
           jsonb_array_length(coalesce(band.value -> 'levies', '[]'::jsonb)) AS levies,
           (SELECT sum(part.value::bigint)
              FROM jsonb_array_elements_text(coalesce(band.value -> 'taxes', '[]'::jsonb)) AS part) AS parts
      FROM companies_document AS document
      CROSS JOIN jsonb_array_elements(document.bands::jsonb) AS band
)
SELECT 'tax is stated for all of a document' AS "check", format('document %%s', stated.number) AS subject,
       sum(stated.amount)::text AS found, stated.whole::text AS expected
  FROM stated
 GROUP BY stated.market_id, stated.number, stated.whole
HAVING sum(stated.amount) <> stated.whole
UNION ALL
SELECT 'the tax of invoices is that of their sum', format('order %%s at %%s', stated.order_id, stated.rate),
       sum(stated.tax)::text, round(sum(stated.amount) * stated.rate / (10000 + stated.rate))::text
  FROM stated
 WHERE stated.kind = 'invoice' AND stated.levies = 0
 GROUP BY stated.order_id, stated.rate
HAVING sum(stated.tax) <> round(sum(stated.amount) * stated.rate / (10000 + stated.rate))
UNION ALL
SELECT 'levies take all of the tax', format('document %%s', stated.number), stated.parts::text, stated.tax::text
  FROM stated
 WHERE stated.levies > 0 AND stated.parts <> stated.tax
