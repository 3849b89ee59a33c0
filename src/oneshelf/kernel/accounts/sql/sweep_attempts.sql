-- Forgets a batch of attempts that no longer count.
DELETE FROM accounts_attempt
WHERE key IN (SELECT attempt.key FROM accounts_attempt AS attempt WHERE attempt.since <= %(expired)s LIMIT %(most)s)
