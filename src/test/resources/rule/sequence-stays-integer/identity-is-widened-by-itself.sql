-- file: V1__orders.sql
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- file: V2__wider.sql
-- migrate:allow type-change-rewrite the table is small
ALTER TABLE orders ALTER COLUMN id TYPE bigint;
