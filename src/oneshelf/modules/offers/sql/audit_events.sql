-- walks the whole table: every change of an offer, and of a coupon that one gave, has its event.
WITH known AS (
    SELECT offer.id, format('offer %%s', offer.id) AS subject, offer.version FROM offers_offer AS offer
    UNION ALL
    SELECT award.id, format('award %%s', award.id), award.version FROM offers_award AS award
)
SELECT 'every change of an offer and of what it gave has its event' AS "check", known.subject,
       format('%%s events up to number %%s', count(event.id), coalesce(max(event.sequence), 0)) AS found,
       known.version::text AS expected
  FROM known
  LEFT JOIN outbox_event AS event ON event.aggregate = known.id AND event.type LIKE 'offers.%%'
 GROUP BY known.id, known.subject, known.version
HAVING (count(event.id), coalesce(max(event.sequence), 0)) <> (known.version, known.version)
