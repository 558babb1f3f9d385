-- file: V1__customers.sql
CREATE TABLE customers (name varchar(20) CONSTRAINT named CHECK (name <> ''));
-- file: V2__wider.sql
-- expect type-change-index-rebuild: reads them all to check constraints again
-- expect cached-plan-changes: prepared already
ALTER TABLE customers ALTER COLUMN name TYPE varchar(40);
