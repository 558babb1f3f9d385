-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
-- file: V2__rank.sql
-- expect constrained-domain-column: The domain positive has constraints
ALTER TABLE orders ADD COLUMN rank positive DEFAULT 1;
