-- Moves credit of a company: what is ordered, and what is owed. Less is always possible, more within its limit only.
UPDATE companies_company AS company
   SET ordered = company.ordered + %(ordered)s::bigint, owed = company.owed + %(owed)s::bigint
 WHERE company.id = %(company)s::uuid
   AND (%(ordered)s::bigint + %(owed)s::bigint <= 0
        OR company.ordered + company.owed + %(ordered)s::bigint + %(owed)s::bigint <= company.limit)
