CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE orders (id bigint);
ALTER TABLE orders ADD COLUMN amount positive;
