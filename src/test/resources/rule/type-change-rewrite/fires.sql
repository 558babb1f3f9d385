-- file: V1__orders.sql
CREATE TABLE orders (total integer);
-- file: V2__wider.sql
-- expect type-change-rewrite: to bigint writes the whole table
ALTER TABLE orders ALTER COLUMN total TYPE bigint;
