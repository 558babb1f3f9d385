CREATE TABLE customers (name text);
CREATE INDEX customers_name ON customers (lower(name));
ALTER TABLE customers ALTER COLUMN name TYPE varchar;
