-- file: V1__orders.sql
CREATE TABLE orders (id serial PRIMARY KEY);
-- file: V2__index.sql
-- migrate:allow certain-failure the constraint was made another way
-- expect blocking-index-drop: Dropping orders_pkey
-- expect drop-constraint: Without the unique index
DROP INDEX orders_pkey;
