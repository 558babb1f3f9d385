-- file: V1__domain.sql
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
-- file: V2__column.sql
-- expect constrained-domain-column: The domain positive has constraints
ALTER TABLE orders ADD COLUMN amount positive;
