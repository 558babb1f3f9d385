-- file: V1__customers.sql
CREATE TABLE customers (id bigint, name varchar(20));
CREATE INDEX customers_named ON customers (id) WHERE name <> '';
-- file: V2__wider.sql
-- expect type-change-index-rebuild: builds public.customers_named anew
-- expect cached-plan-changes: prepared already
ALTER TABLE customers ALTER COLUMN name TYPE varchar(40);
