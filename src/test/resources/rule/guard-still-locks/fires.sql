-- file: V1__orders.sql
CREATE TABLE orders (id bigint);
-- file: V2__total.sql
-- expect guard-still-locks: There is nothing left to do here
ALTER TABLE orders DROP COLUMN IF EXISTS total;
