-- file: V1__customers.sql
CREATE TABLE customers (name text);
CREATE INDEX customers_name ON customers (name COLLATE "C");
-- file: V2__collation.sql
ALTER TABLE customers ALTER COLUMN name TYPE text COLLATE "C";
