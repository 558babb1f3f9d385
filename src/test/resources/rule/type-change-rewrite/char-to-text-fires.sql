-- file: V1__orders.sql
CREATE TABLE orders (code char(3));
-- file: V2__text.sql
-- expect type-change-rewrite: to text writes the whole table
ALTER TABLE orders ALTER COLUMN code TYPE text;
