-- file: V1__customers.sql
CREATE TABLE customers (name varchar(20));
CREATE INDEX customers_lower ON customers (lower(name));
-- file: V2__wider.sql
-- expect type-change-index-rebuild: builds public.customers_lower anew
-- expect cached-plan-changes: prepared already
ALTER TABLE customers ALTER COLUMN name TYPE varchar(40);
