-- file: V1__orders.sql
CREATE TABLE orders (id bigint, region text);
-- file: V2__check.sql
-- expect not-valid-check-breaks-updates: every insert without orders.region
ALTER TABLE orders ADD CONSTRAINT region_given CHECK (region IS NOT NULL) NOT VALID;
