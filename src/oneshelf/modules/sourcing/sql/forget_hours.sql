-- Forgets hours that are long over, and who had taken them.
WITH claims AS (
    DELETE FROM sourcing_claim WHERE slot < %(before)s
)
DELETE FROM sourcing_capacity WHERE slot < %(before)s
