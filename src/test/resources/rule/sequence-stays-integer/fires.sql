-- file: V1__orders.sql
CREATE TABLE orders (id serial PRIMARY KEY);
-- file: V2__wider.sql
-- migrate:allow type-change-rewrite the table is small
-- expect sequence-stays-integer: ends at 2147483647
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
