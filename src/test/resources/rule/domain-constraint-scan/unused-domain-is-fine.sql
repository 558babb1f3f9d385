-- file: V1__domain.sql
CREATE DOMAIN price AS integer;
-- file: V2__check.sql
ALTER DOMAIN price ADD CONSTRAINT price_positive CHECK (VALUE >= 0);
