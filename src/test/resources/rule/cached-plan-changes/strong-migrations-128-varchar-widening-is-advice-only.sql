-- file: V1__customers.sql
CREATE TABLE customers (name varchar(20));
-- file: V2__wider.sql
-- expect cached-plan-changes: cached plan must not change result type
ALTER TABLE customers ALTER COLUMN name TYPE text;
