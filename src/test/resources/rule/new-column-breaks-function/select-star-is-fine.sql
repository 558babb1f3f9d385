-- file: V1__function.sql
CREATE TABLE customers (id bigint, name text);
CREATE FUNCTION named(text) RETURNS SETOF customers LANGUAGE sql AS $$ SELECT * FROM customers WHERE name = $1 $$;
CREATE FUNCTION whole() RETURNS SETOF customers LANGUAGE sql AS $$ SELECT c FROM customers c $$;
-- file: V2__column.sql
ALTER TABLE customers ADD COLUMN phone text;
