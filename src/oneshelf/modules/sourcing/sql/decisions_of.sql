-- Every decision about one order, the latest first.
SELECT decision.id, decision.market_id AS market, decision.cause, decision.policy_id AS policy, decision.policy_version,
       decision.decided_at, decision.record
  FROM sourcing_decision AS decision
 WHERE decision.subject_id = %(subject)s
 ORDER BY decision.decided_at DESC, decision.id DESC
 LIMIT %(limit)s
