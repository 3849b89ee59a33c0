-- walks the whole table: the numbers of a market's documents follow each other without a gap, up to the last one.
WITH given AS (
    SELECT document.market_id, count(*) AS documents, max(document.number) AS highest
      FROM companies_document AS document GROUP BY document.market_id
)
SELECT 'invoice numbers have no gap' AS "check",
       format('market %%s', coalesce(series.market_id, given.market_id)) AS subject,
       format('%%s documents up to %%s', given.documents, given.highest) AS found,
       format('%%s', coalesce(series.last, 0)) AS expected
  FROM companies_series AS series
  FULL JOIN given ON given.market_id = series.market_id
 WHERE (given.documents, given.highest) IS DISTINCT FROM (series.last, series.last)
