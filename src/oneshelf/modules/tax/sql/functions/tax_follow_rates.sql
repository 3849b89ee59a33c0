-- Hear how the release before writes into its table of rates: each row is carried over at once.
CREATE OR REPLACE FUNCTION tax_follow_rates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM tax_carry_over(NEW.market_id, NEW.tax_class, NEW.since, NEW.rate);
    RETURN NULL;
END
$$
