-- Takes one attempt back, because it succeeded: only wrong ones count.
UPDATE accounts_attempt SET made = made - 1
WHERE key = any(%(keys)s) AND made > 0
