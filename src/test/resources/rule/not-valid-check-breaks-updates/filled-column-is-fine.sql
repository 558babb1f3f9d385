-- file: V1__orders.sql
CREATE TABLE orders (id bigint, region text NOT NULL);
-- file: V2__check.sql
ALTER TABLE orders ADD CONSTRAINT region_given CHECK (region IS NOT NULL) NOT VALID;
