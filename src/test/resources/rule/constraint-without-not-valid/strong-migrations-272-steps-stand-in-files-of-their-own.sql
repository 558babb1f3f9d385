-- file: V1__orders.sql
CREATE TABLE orders (id bigint PRIMARY KEY, total int);
-- file: V2__check.sql
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;
-- file: V3__validate.sql
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
