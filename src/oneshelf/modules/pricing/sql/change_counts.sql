-- How many rows of some changes are in each state.
SELECT change_id AS change, state, count(*) AS rows
FROM pricing_change_row
WHERE change_id = ANY(%(changes)s::uuid[])
GROUP BY change_id, state
