-- What the roles of the member behind an account say, each with its place; one row without a pattern if there is none.
SELECT
    member.id AS member,
    pattern.permission,
    assignment.place_id AS place
FROM staff_member AS member
LEFT JOIN staff_assignment AS assignment ON assignment.member_id = member.id
LEFT JOIN staff_role AS role ON role.id = assignment.role_id
LEFT JOIN LATERAL unnest(role.permissions) AS pattern (permission) ON true
WHERE member.account_id = %(account)s AND member.archived_at IS NULL
