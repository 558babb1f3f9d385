-- file: V1__function.sql
CREATE TABLE customers (id bigint, name text);
CREATE FUNCTION named(text) RETURNS SETOF customers LANGUAGE sql AS $$ SELECT id, name FROM customers WHERE name = $1 $$;
-- file: V2__column.sql
-- expect new-column-breaks-function: named returns rows of public.customers
ALTER TABLE customers ADD COLUMN phone text;
